"""Every ready configuration sends the same headers as netlify.toml."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.conftest import REPOSITORY

NETLIFY = tomllib.loads((REPOSITORY / "netlify.toml").read_text("utf-8"))
SERVERS = REPOSITORY / "examples" / "servers"


def values(place: str) -> dict[str, str]:
    """The headers of one part of the site."""
    found: dict[str, str] = next(r["values"] for r in NETLIFY["headers"] if r["for"] == place)
    return found


def block(text: str, place: str) -> str:
    """The part of the nginx configuration for a place."""
    return re.search(rf"location {place} {{(.*?)\n    }}", text, re.DOTALL)[1]  # type: ignore[index]


def nginx(text: str) -> dict[str, str]:
    """The headers that a part of the nginx configuration adds."""
    found = re.findall(r'add_header (\S+) (?:"([^"]*)"|(\$csp)) always;', text)
    return {name: value or variable for name, value, variable in found}


@pytest.mark.parametrize("place", ["/assets/", "/data/"])
def test_nginx_sends_the_same_headers(place: str) -> None:
    text = (SERVERS / "nginx.conf").read_text("utf-8")
    policy = re.search(r'set \$csp "([^"]*)"', text)
    assert policy is not None
    # nginx forgets the outer headers where a location adds its own
    expected = values("/*") | values(f"{place}*")
    found = nginx(block(text, place))
    assert found.pop("Content-Security-Policy") == "$csp"
    assert policy[1] == expected.pop("Content-Security-Policy")
    assert found == expected
    assert nginx(text.partition("location /")[0]).keys() == values("/*").keys()


def test_caddy_sends_the_same_headers() -> None:
    text = (SERVERS / "Caddyfile").read_text("utf-8")
    everywhere = text.partition("header {")[2].partition("\n\t}")[0]
    assert dict(re.findall(r'([\w-]+) "([^"]*)"', everywhere)) == values("/*")
    for place in ("/assets/*", "/data/*"):
        for name, value in values(place).items():
            assert f'header {place} {name} "{value}"' in text


def test_the_policy_forbids_inline_script_other_hosts_and_framing() -> None:
    policy = values("/*")["Content-Security-Policy"]
    directives = {part.split()[0]: part.split()[1:] for part in policy.split(";")}
    assert directives["default-src"] == ["'none'"]
    assert directives["frame-ancestors"] == ["'none'"]
    allowed = {source for sources in directives.values() for source in sources}
    assert allowed == {"'none'", "'self'", "'wasm-unsafe-eval'"}


def test_previews_are_built_as_previews() -> None:
    for context in ("deploy-preview", "branch-deploy"):
        assert NETLIFY["context"][context]["command"].endswith("--preview")
