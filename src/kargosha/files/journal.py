"""The journal's seals: a Merkle tree over each batch of entries, and a chain over the batches.

Leaves and nodes are hashed as in RFC 6962 (section 2.1), with a prefix that keeps an entry from
being passed off as a node. A seal hashes the seal before it, the batch's root and the batch's
bounds; so nothing can be changed, left out, added or moved without every later seal changing too.
Whoever holds one published seal can check all entries up to it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence

LEAF = b"\x00"
NODE = b"\x01"
SEAL = b"\x02"
NOTHING = bytes(32)
"""What stands for "the seal before" in the first seal."""


def canonical(entry: Mapping[str, object]) -> bytes:
    """Return the one writing of an entry that is hashed: JSON, keys sorted, no spaces, UTF-8.

    Raises
    ------
    TypeError
        If a value is not one that JSON holds: an instant or a number of its own kind must be
        written as text by the caller, once, so that it reads the same for ever.
    ValueError
        If a number is not finite.
    """
    return json.dumps(
        entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def leaf_hash(entry: Mapping[str, object]) -> bytes:
    """Return the hash of one journal entry."""
    return hashlib.sha256(LEAF + canonical(entry)).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree head of RFC 6962 over the hashes of entries, in their order."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    # Pairing neighbours and carrying an odd last one up gives the same tree as the RFC's split at
    # the largest power of two, without recursion.
    while len(level) > 1:
        paired = [
            hashlib.sha256(NODE + level[i] + level[i + 1]).digest()
            for i in range(0, len(level) - 1, 2)
        ]
        level = paired + level[len(level) - len(level) % 2 :]
    return level[0]


def seal_hash(previous: bytes, root: bytes, first: int, last: int) -> bytes:
    """Return the hash of a seal over a batch of entries.

    ``previous`` is the hash of the seal before, `NOTHING` for the first one; ``first`` and ``last``
    are the bounds of the batch as the journal's keeper counts them, whole numbers of 64 bits.
    """
    span = first.to_bytes(8, "big") + last.to_bytes(8, "big")
    return hashlib.sha256(SEAL + previous + root + span).digest()
