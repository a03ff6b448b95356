"""The judge of the table of differences, judged."""

import unittest

import clouds
import differences

ROW = {"peer": "moto", "operation": "backup.GetBackupPlan", "member": "$.Rules[].Id", "ours": "*", "theirs": "absent",
       "why": "moto has none", "page": "AWS Backup API Reference, BackupRule"}  # fmt: skip


def traces(ours, theirs):
    """Two clouds that answered the same call so."""
    pair = []
    for name, told in (("simulator", ours), ("moto", theirs)):
        cloud = clouds.Cloud(name, "http://127.0.0.1:9", ("a", "b", None))
        cloud.trace["backup.GetBackupPlan: one"] = told
        pair.append(cloud)
    return pair


class JudgeTest(unittest.TestCase):
    def test_equal_answers_do_not_differ_but_in_their_own_ids(self):
        ours, theirs = traces({"answer": {"Id": "a-1", "Tags": [{"Key": "x"}, {"Key": "y"}]}},
                              {"answer": {"Id": "b-2", "Tags": [{"Key": "y"}, {"Key": "x"}]}})
        self.assertEqual(len(differences.between(ours, theirs)), 1)
        ours.call("a-1", "plan")
        theirs.call("b-2", "plan")
        self.assertEqual(differences.between(ours, theirs), {})

    def test_members_types_values_lengths_and_codes_differ(self):
        for one, two, expected in (
            ({"answer": {"A": 1}}, {"answer": {}}, ("$.A", "1", "absent")),
            ({"answer": {}}, {"answer": {"A": 1}}, ("$.A", "absent", "1")),
            ({"answer": {"A": 1}}, {"answer": {"A": "1"}}, ("$.A", "1", "1")),
            ({"answer": {"A": True}}, {"answer": {"A": False}}, ("$.A", "true", "false")),
            ({"answer": {"A": [1]}}, {"answer": {"A": []}}, ("$.A[]", "1 elements", "0 elements")),
            ({"error": "Denied"}, {"answer": {}}, ("error", "Denied", "success")),
            ({"error": "Denied"}, {"error": "Missing"}, ("error", "Denied", "Missing")),
        ):
            found = differences.between(*traces(one, two))
            self.assertEqual([item[2:] for item in found], [expected])

    def test_what_either_lacks_is_not_compared(self):
        self.assertEqual(differences.between(*traces({"answer": {"A": 1}}, {"error": "lacking"})), {})

    def test_a_difference_without_row_and_a_row_without_difference_are_told(self):
        found = differences.between(*traces({"answer": {"Rules": [{"Id": "r"}]}}, {"answer": {"Rules": [{}]}}))
        self.assertEqual(differences.judge(found, [ROW]), ([], []))
        self.assertEqual(len(differences.judge(found, [])[0]), 1)
        self.assertEqual(differences.judge({}, [ROW])[1], [ROW])
        for change in ({"peer": "ministack"}, {"ours": "s"}, {"theirs": "present"}, {"member": "$.Rules[].Name"}):
            unlisted, stale = differences.judge(found, [{**ROW, **change}])
            self.assertEqual((len(unlisted), len(stale)), (1, 1))

    def test_the_table_can_be_read(self):
        self.assertGreater(len(differences.read_table()), 50)


if __name__ == "__main__":
    unittest.main()
