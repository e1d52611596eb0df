"""Folders and servers for tests of start-up, which need them bare."""

import os
import shutil
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kunci.site.postgres import Cluster
from tests.cluster import reachable_folder
from tests.site.net import HERE, Handler, Net, Server

REPOSITORY = Path(__file__).resolve().parents[2]


def connect(cluster: Cluster, role: str, **others: str) -> psycopg.Connection[tuple[object, ...]]:
    parts = cluster.parts(role)
    given = {name: parts[name.upper()] for name in ("host", "port", "user", "password")}
    return psycopg.connect(**({"dbname": "kunci"} | given | others), autocommit=True)


def write(cluster: Cluster, word: str) -> None:
    with connect(cluster, "owner") as connection:
        connection.execute("create table if not exists public.word (word text)")
        connection.execute("insert into public.word values (%s)", [word])


def words(cluster: Cluster) -> list[str]:
    with connect(cluster, "app") as connection:
        return [str(row[0]) for row in connection.execute("select word from public.word order by word")]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty folder that PostgreSQL's own user may pass through, when the tests run as root."""
    if os.geteuid() != 0:
        yield tmp_path
        return
    folder = reachable_folder()
    yield folder
    shutil.rmtree(folder)


class Told(list[str]):
    """What a cluster told the operator."""

    def __contains__(self, words: object) -> bool:
        return any(str(words) in sentence for sentence in self)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def cluster_at(told: Told) -> Iterator["ClusterMaker"]:
    """Makes clusters as `kunci up` would; stops those that a test leaves running."""
    maker = ClusterMaker(told)
    yield maker
    for cluster in maker.made:
        cluster.stop()


class ClusterMaker:
    def __init__(self, told: Told) -> None:
        self.told = told
        self.made: list[Cluster] = []

    def __call__(self, home: Path, *, durable: bool = False) -> Cluster:
        """Without fsync unless `durable`: what the system has taken over survives all but a power cut."""
        settings = {} if durable else {"fsync": "off"}
        passwords = home / "keys" / "postgres.json"
        cluster = Cluster(home / "postgres", passwords, settings=settings, say=self.told.append)
        self.made.append(cluster)
        return cluster


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    folder = tmp_path_factory.mktemp("tls")
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tes")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("kalender.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate, secret = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, secret)
    http = Server((HERE, 0), Handler)
    http.socket = context.wrap_socket(http.socket, server_side=True)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield http.server_address[1], certificate
    http.shutdown()
    http.server_close()


@pytest.fixture
def net(server: tuple[int, Path]) -> Net:
    port, certificate = server
    return Net(port, ssl.create_default_context(cafile=str(certificate)))
