"""What a browser sends along with a form that does not come from our own pages."""

ELSEWHERE = {
    "cross-site": {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    "origin only": {"Origin": "https://evil.example"},
    "our name, their port": {"Origin": "http://127.0.0.1:9"},
    "null": {"Origin": "null"},
    "site only": {"Sec-Fetch-Site": "cross-site"},
    "same-site": {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000"},
    "typed": {"Sec-Fetch-Site": "none"},
    "silence": {},
}
