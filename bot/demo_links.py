"""The ways into the made-up authority: links, codes and sign-ins, and how they are written."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class SignIn:
    """One member of staff and how to sign in as them."""

    name: str
    role: str
    email: str
    password: str


@dataclass(frozen=True)
class Link:
    """One family member's link and code."""

    child: str
    role: str
    name: str
    url: str
    code: str
    token: str


@dataclass(frozen=True)
class MadeUp:
    """What `--links FILE` writes; docs/demo-links.schema.json is its shape."""

    url: str
    staff: tuple[SignIn, ...]
    links: tuple[Link, ...]
    telegram: str

    def to_json(self) -> str:
        """Write it as JSON."""
        return json.dumps(
            {
                "version": 1,
                "url": self.url,
                "sign_in": f"{self.url}/sign-in",
                "telegram": self.telegram,
                "staff": [vars(each) for each in self.staff],
                "links": [vars(each) for each in self.links],
            },
            indent=2,
        )
