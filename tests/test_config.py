"""Settings: from options, from the environment, from their defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import REPOSITORY
from horgos.config import SETTINGS, Config, cache_folder, shipped_graph
from horgos.errors import ConfigError


def test_defaults_make_a_config() -> None:
    """Nothing has to be set."""
    config = Config.load({}, {})
    assert (config.host, config.port) == ("127.0.0.1", 8000)
    assert (config.graph / "data").is_dir()


def test_option_counts_before_environment_before_default() -> None:
    """What is nearest to the command counts most."""
    environment = {"HORGOS_PORT": "9001", "HORGOS_WORKERS": "3"}
    config = Config.load({"port": 9002, "workers": None}, environment)
    assert (config.port, config.workers, config.queue) == (9002, 3, 32)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_can_come_from_the_environment(setting: object) -> None:
    """Its variable is named after it, and its default is read back as itself."""
    name = setting.name  # type: ignore[attr-defined]
    default = getattr(Config.load({}, {}), name)
    assert getattr(Config.load({}, {f"HORGOS_{name.upper()}": str(default)}), name) == default


@pytest.mark.parametrize(
    ("options", "environment", "where"),
    [
        ({"port": "many"}, {}, "--port"),
        ({}, {"HORGOS_PORT": "many"}, "HORGOS_PORT"),
        ({"deadline": 0}, {}, "--deadline"),
        ({"deadline": "nan"}, {}, "--deadline"),
        ({"deadline": "inf"}, {}, "--deadline"),
        ({}, {"HORGOS_QUERY_LENGTH": "-1"}, "HORGOS_QUERY_LENGTH"),
    ],
)
def test_value_that_cannot_be_used_is_told_with_its_place(
    options: dict[str, object], environment: dict[str, str], where: str
) -> None:
    """Which setting, where it came from, what it would have to be."""
    with pytest.raises(ConfigError, match=where) as caught:
        Config.load(options, environment)
    assert caught.value.advice


@pytest.mark.parametrize(
    "url",
    ["ftp://e/", "e:8080", "http://", "http://user:word@e/", "http://e:x/", "http://e/ x", "http://e/<x>"],
)
def test_an_endpoint_must_be_an_address_without_a_password(url: str) -> None:
    """What is shown in messages and to other users of the machine must hold no secret."""
    with pytest.raises(ConfigError, match="--engine"):
        Config.load({"engine": url}, {})


def test_a_repeatable_setting_keeps_all_its_values() -> None:
    """As an option it is given several times, as a variable with spaces between."""
    urls = ("http://e/a", "https://e/b?c=d")
    given = Config.load({"allow_service": urls}, {}).allow_service
    assert given.split() == list(urls)
    assert Config.load({"allow_service": ()}, {"HORGOS_ALLOW_SERVICE": " ".join(urls)}).allow_service == given


def test_a_secret_is_never_shown() -> None:
    """It is no part of what a Config shows of itself, and a wrong one is told without its value."""
    variable = "HORGOS_ENGINE_AUTHORIZATION"
    assert "s3cret" not in repr(Config.load({}, {variable: "Bearer s3cret"}))
    with pytest.raises(ConfigError, match=variable) as caught:
        Config.load({}, {variable: "Bearer\ns3cret"})
    assert "s3cret" not in str(caught.value)


def test_other_variables_are_left_alone() -> None:
    """A variable of that form that names no setting is no error."""
    assert Config.load({}, {"HORGOS_SKIP_FRONTEND": "1"}) == Config.load({}, {})


def test_shipped_graph_of_a_checkout_is_the_checkout() -> None:
    """An editable install reads the content where it lies."""
    assert shipped_graph() == REPOSITORY


@pytest.mark.parametrize("variable", [None, ""])
def test_cache_lies_in_the_home_unless_told(
    variable: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """XDG Base Directory Specification: unset and empty both mean ~/.cache."""
    monkeypatch.setenv("HOME", str(tmp_path))
    if variable is None:
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", variable)
    assert cache_folder() == tmp_path / ".cache" / "horgos"


def test_cache_follows_the_xdg_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """XDG_CACHE_HOME names the folder that all caches lie in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "horgos"
