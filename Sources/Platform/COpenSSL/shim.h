#ifndef HOLDFAST_COPENSSL_SHIM_H
#define HOLDFAST_COPENSSL_SHIM_H

// SHA256_Init and its sisters are marked deprecated since 3.0 in favour of EVP, which looks its algorithm up and
// allocates a context for every digest. A signature needs six short digests; the plain functions take their context on
// the stack and are still there, and still use the processor's SHA instructions, in every 3.x.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#endif
