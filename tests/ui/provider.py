"""A provider of OpenID Connect on this machine, which vouches for whoever it is told to."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwk, jwt

CLIENT, SECRET = "belowline", "between the two of us"


class Provider:
    """Started by ``with``; `claims` is what it says of the person who logs in."""

    def __init__(self):
        self.key = jwk.RSAKey.generate_key(2048, parameters={"kid": "one"})
        self.claims = {}
        self.nonces = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                address = urlsplit(self.path)
                if address.path == "/authorize":
                    self.send_response(302)
                    self.send_header("Location", provider.answered(parse_qs(address.query)))
                    self.end_headers()
                else:
                    self.answer(provider.configuration() if "openid" in address.path else provider.keys())

            def do_POST(self):
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.answer(provider.token(form["code"][0]))

            def answer(self, value):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(value).encode())

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def configuration(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self):
        return {"keys": [self.key.as_dict(private=False)]}

    def answered(self, asked):
        code = f"code-{len(self.nonces)}"
        self.nonces[code] = asked.get("nonce", [None])[0]
        return asked["redirect_uri"][0] + "?" + urlencode({"code": code, "state": asked["state"][0]})

    def token(self, code):
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 600, **self.claims}
        if self.nonces[code]:
            claims["nonce"] = self.nonces[code]
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        return {"access_token": "none", "token_type": "Bearer", "expires_in": 600, "id_token": signed}

    def secrets(self, port, people, more=""):
        return f"""
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "{"long and random " * 3}"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{self.url}/.well-known/openid-configuration"

[belowline]
people = {json.dumps(people)}
{more}
"""
