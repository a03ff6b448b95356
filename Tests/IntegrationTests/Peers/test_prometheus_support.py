#!/usr/bin/env python3
"""Tests the helpers of prove_alerts.py, which would otherwise prove nothing when they see nothing."""
from __future__ import annotations

import unittest

from prometheus_support import dashboard_expressions, selectors, shortened

CASES = {
    "absent(holdfast_build_info)": (["holdfast_build_info"], set()),
    "vector(1)": ([], set()),
    'max without (job, instance) (max_over_time(a{x="1",y!~"b|c"}[5m])) == 1': (['a{x="1",y!~"b|c"}'], set()),
    "(time() - min by (policy) (a > 0)) > on (policy, tier) group_left (name) b": (["a", "b"], {"policy", "tier", "name"}),
    "account:a:sum / ignoring (status) a offset 5m": (["account:a:sum", "a"], {"status"}),
    "rate(a_total[$__rate_interval]) > 0.1 and b unless on () c": (["a_total", "b", "c"], set()),
    'a{path="{x,y=1}"}': (['a{path="_x_y=1_"}'], set()),
}


class SupportTests(unittest.TestCase):
    def test_selectors(self):
        for expression, (texts, groups) in CASES.items():
            with self.subTest(expression):
                found, labels = selectors(expression)
                self.assertEqual([text for _, _, text in found], texts)
                self.assertEqual(labels, groups)

    def test_keys(self):
        found, _ = selectors('a{x=~"$x",y!="="}')
        self.assertEqual([("a", frozenset({"x", "y"}))], [(name, keys) for name, keys, _ in found])

    def test_shortened(self):
        rule = "      - alert: A\n        expr: time() - a[5m] > b[7d]\n        for: 48h\n"
        self.assertEqual(
            shortened(rule),
            "      - alert: A\n        expr: scalar(simulated_time_seconds) - a[4s] > b[8064s]\n        for: 2s\n")

    def test_dashboards(self):
        board = {"panels": [{"targets": [{"expr": "a"}]}],
                 "templating": {"list": [{"query": {"query": "label_values(b, region)"}}]}}
        self.assertEqual(dashboard_expressions(board), ["a", "count by (region) (b)"])


if __name__ == "__main__":
    unittest.main()
