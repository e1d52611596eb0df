"""Settings: what is understood, and the sentence that each wrong one gets."""

from pathlib import Path

import pytest

from kunci.site.config import Config, MailServer, StartError, load

BOTH = {
    "KUNCI_OWNER_URL": "postgresql://kunci_owner:rahasia@db/kunci",
    "KUNCI_APP_URL": "postgresql://kunci_app:rahasia@db/kunci",
}


def test_an_empty_environment_is_a_kunci_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load({}) == Config(
        data=tmp_path / "data",
        host="127.0.0.1",
        port=8600,
        owner_url=None,
        app_url=None,
        mail_url=None,
        public_url=None,
        demo=False,
    )


WRONG = [
    ({"KUNCI_PORT": "0"}, "KUNCI_PORT must be a number from 1 to 65535, not '0'"),
    ({"KUNCI_PORT": "65536"}, "KUNCI_PORT must be"),
    ({"KUNCI_PORT": "http"}, "KUNCI_PORT must be"),
    ({"KUNCI_PORT": "٨٦٠٠"}, "KUNCI_PORT must be"),
    ({"KUNCI_DEMO": "yes"}, "KUNCI_DEMO is either 1 or absent"),
    ({"KUNCI_OWNER_URL": BOTH["KUNCI_OWNER_URL"]}, "KUNCI_OWNER_URL is set but KUNCI_APP_URL is not"),
    ({"KUNCI_APP_URL": BOTH["KUNCI_APP_URL"]}, "KUNCI_APP_URL is set but KUNCI_OWNER_URL is not"),
    (BOTH | {"KUNCI_APP_URL": "mysql://kunci_app:rahasia@db/kunci"}, "KUNCI_APP_URL must look like"),
    (BOTH | {"KUNCI_APP_URL": "postgresql://kunci_app:rahasia@db"}, "KUNCI_APP_URL must look like"),
    (BOTH | {"KUNCI_OWNER_URL": "postgresql://db/kunci"}, "KUNCI_OWNER_URL must look like"),
    (BOTH | {"KUNCI_OWNER_URL": "postgresql://a:rahasia@[db/kunci"}, "KUNCI_OWNER_URL must look like"),
    ({"KUNCI_MAIL_URL": "mail.example"}, "KUNCI_MAIL_URL must look like"),
    ({"KUNCI_MAIL_URL": "http://mail.example"}, "KUNCI_MAIL_URL must look like"),
    ({"KUNCI_MAIL_URL": "smtp://a:rahasia@mail.example:port"}, "KUNCI_MAIL_URL is not an address"),
    ({"KUNCI_PUBLIC_URL": "kunci.example"}, "KUNCI_PUBLIC_URL must look like"),
    ({"KUNCI_PUBLIC_URL": "https://kunci.example/here"}, "KUNCI_PUBLIC_URL must look like"),
    ({"KUNCI_PUBLIC_URL": "https://kunci.example?here"}, "KUNCI_PUBLIC_URL must look like"),
]


@pytest.mark.parametrize(("environ", "sentence"), WRONG)
def test_a_wrong_setting_gets_a_sentence_in_both_languages(environ: dict[str, str], sentence: str) -> None:
    with pytest.raises(StartError, match=sentence) as caught:
        load(environ)
    assert caught.value.indonesian != caught.value.english
    assert "rahasia" not in caught.value.english + caught.value.indonesian


def test_passwords_do_not_show_when_the_settings_are_printed() -> None:
    config = load(BOTH | {"KUNCI_MAIL_URL": "smtp://a:rahasia@mail.example"})
    assert "rahasia" not in repr(config)
    assert "rahasia" not in repr(config.mail_server)


def test_the_demonstration_touches_neither_another_server_nor_a_mailbox(tmp_path: Path) -> None:
    set_for_real = BOTH | {"KUNCI_MAIL_URL": "smtp://mail.example", "KUNCI_DATA": str(tmp_path)}
    config = load(set_for_real | {"KUNCI_DEMO": "1"})
    assert (config.owner_url, config.app_url, config.mail_url) == (None, None, None)
    assert config.data == tmp_path / "demo"
    assert load(set_for_real).owner_url == BOTH["KUNCI_OWNER_URL"]


MAIL = {
    "smtp://mail.example": MailServer("mail.example", 587, "", "", "starttls"),
    "smtp://a%40b:c%2Fd@mail.example:25": MailServer("mail.example", 25, "a@b", "c/d", "starttls"),
    "smtps://a:b@mail.example/": MailServer("mail.example", 465, "a", "b", "tls"),
    "smtp://localhost:1025": MailServer("localhost", 1025, "", "", "plain"),
}


@pytest.mark.parametrize("url", MAIL)
def test_mail_leaves_the_machine_only_encrypted(url: str) -> None:
    assert load({"KUNCI_MAIL_URL": url}).mail_server == MAIL[url]


ADDRESSES = [
    ({}, "http://127.0.0.1:8600"),
    ({"KUNCI_HOST": "0.0.0.0", "KUNCI_PORT": "80"}, "http://127.0.0.1:80"),
    ({"KUNCI_HOST": "::"}, "http://[::1]:8600"),
    ({"KUNCI_HOST": "fd00::2"}, "http://[fd00::2]:8600"),
    ({"KUNCI_PUBLIC_URL": "https://kunci.example/"}, "https://kunci.example"),
    ({"KUNCI_PUBLIC_URL": "https://kunci.example:8443"}, "https://kunci.example:8443"),
]


@pytest.mark.parametrize(("environ", "address"), ADDRESSES)
def test_the_printed_address_opens_in_a_browser(environ: dict[str, str], address: str) -> None:
    assert load(environ).address == address
