"""A small identity provider on this machine: discovery, keys, token, userinfo. It can be told to lie."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "portal", "ein-geheimnis"


class IdentityProvider:
    """`claims` and `userinfo` change what it says, `breaks` names an address that fails, `refuses` what people do there."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims, self.userinfo, self.header = {}, {}, {"kid": "1"}
        self.breaks, self.answers_with, self.refuses = "", None, ""
        self.signs_with, self.algorithm = self.key, "RS256"
        self.codes, self.asked = {}, []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def discovery(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def keys(self):
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**key, "kid": "1", "use": "sig", "alg": "RS256"}]}

    def log_in(self, query):
        """Somebody says yes there: back to the portal with a code."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        self.asked.append(asked)
        if self.refuses:
            return f"{asked['redirect_uri']}?{urlencode({'error': self.refuses, 'state': asked['state']})}"
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, body, authorization):
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.codes.pop(given["code"])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        assert challenge == asked["code_challenge"] and asked["code_challenge_method"] == "S256"
        assert authorization == "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        now = int(time.time())
        said = {"iss": self.url, "sub": "4711", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims = {name: value for name, value in {**said, **self.claims}.items() if value is not None}
        id_token = jwt.encode(claims, self.signs_with, algorithm=self.algorithm, headers=self.header)
        return {"access_token": "zugang", "token_type": "Bearer", "id_token": id_token}

    def about(self):
        return {
            "sub": "4711",
            "email": "kim.muster@behoerde.example",
            "email_verified": True,
            "given_name": "Kim",
            "family_name": "Muster",
            **self.userinfo,
        }


def handler_of(provider):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            address = urlsplit(self.path)
            if address.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.log_in(address.query))
                self.end_headers()
                return
            answers = {
                "/.well-known/openid-configuration": provider.discovery,
                "/keys": provider.keys,
                "/userinfo": provider.about,
            }
            self.tell(address.path, answers[address.path])

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.tell(self.path, lambda: provider.token(body, self.headers["Authorization"]))

        def tell(self, path, answer):
            broken = provider.breaks and path.endswith(provider.breaks)
            said = provider.answers_with if broken and provider.answers_with is not None else json.dumps(answer())
            self.send_response(500 if broken and provider.answers_with is None else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *args):
            pass

    return Handler
