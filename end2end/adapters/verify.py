"""Checks the signatures of a call with the public packages: standardwebhooks for v1, cryptography for v1a.

Reads headers, body, secret and public key as JSON from standard input; says nothing where all is well.
"""

import base64
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

call = json.load(sys.stdin)
headers, body = call["headers"], call["body"]
Webhook(call["secret"]).verify(body, headers)
try:
    Webhook(call["secret"]).verify(body + " ", headers)
    sys.exit("a changed body was taken")
except WebhookVerificationError:
    pass

key = Ed25519PublicKey.from_public_bytes(base64.b64decode(call["public_key"].removeprefix("whpk_")))
(signature,) = [one.removeprefix("v1a,") for one in headers["webhook-signature"].split() if one.startswith("v1a,")]
signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
key.verify(base64.b64decode(signature), signed)
try:
    key.verify(base64.b64decode(signature), signed + b" ")
    sys.exit("a changed body was taken")
except InvalidSignature:
    pass
