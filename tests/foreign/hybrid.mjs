// The hybrid suite by other hands: npm @noble/post-quantum (the key exchange), age-encryption (files) and cctv-age (the
// age test kit). hybrid.sh says what is done with each.
import { webcrypto } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { inflateSync } from "node:zlib";

globalThis.crypto ??= webcrypto; // Debian's node keeps it elsewhere

const hex = (bytes) => Buffer.from(bytes).toString("hex");
const bytes = (text) => new Uint8Array(Buffer.from(text, "hex"));
const fail = (what) => {
  console.error(what);
  process.exit(1);
};

// exchange FILE: every line of ours, computed again.
async function exchange(file) {
  const { ml_kem768_x25519: kem } = await import("@noble/post-quantum/hybrid.js");
  let count = 0;
  for (const line of readFileSync(file, "utf8").trim().split("\n")) {
    const [seed, randomness, recipient, share, secret] = line.split(" ");
    const own = kem.keygen(bytes(seed));
    if (hex(own.publicKey) !== recipient) fail(`another public key for ${seed}`);
    const sent = kem.encapsulate(bytes(recipient), bytes(randomness));
    if (hex(sent.cipherText) !== share) fail(`another share for ${seed}`);
    if (hex(sent.sharedSecret) !== secret) fail(`another secret sent for ${seed}`);
    if (hex(kem.decapsulate(bytes(share), own.secretKey)) !== secret) fail(`another secret received for ${seed}`);
    count += 1;
  }
  console.log(`${count} exchanges agree`);
}

// send COUNT OUT: exchanges of noble's, half of them with an altered share; the secrets it expects beside them.
async function send(count, out) {
  const { ml_kem768_x25519: kem } = await import("@noble/post-quantum/hybrid.js");
  const lines = [], secrets = [];
  for (let i = 0; i < Number(count); i += 1) {
    const seed = webcrypto.getRandomValues(new Uint8Array(32));
    const own = kem.keygen(seed);
    const share = kem.encapsulate(own.publicKey).cipherText;
    if (i % 2) share[i % 1088] ^= 1 << (i % 8);
    lines.push(`${hex(seed)} ${hex(share)}`);
    secrets.push(hex(kem.decapsulate(share, own.secretKey)));
  }
  writeFileSync(`${out}/shares`, `${lines.join("\n")}\n`);
  writeFileSync(`${out}/secrets`, `${secrets.join("\n")}\n`);
}

async function identity(file) {
  const age = await import("age-encryption");
  const secret = await age.generateHybridIdentity();
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  writeFileSync(`${file}.pub`, `${await age.identityToRecipient(secret)}\n`);
}

async function seal(plain, out, ...recipients) {
  const age = await import("age-encryption");
  const encrypter = new age.Encrypter();
  for (const one of recipients) encrypter.addRecipient(readFileSync(one, "utf8").trim());
  writeFileSync(out, await encrypter.encrypt(new Uint8Array(readFileSync(plain))));
}

async function open(identity, sealed, out) {
  const age = await import("age-encryption");
  const decrypter = new age.Decrypter();
  decrypter.addIdentity(readFileSync(identity, "utf8").trim());
  writeFileSync(out, await decrypter.decrypt(new Uint8Array(readFileSync(sealed))));
}

// kit OUT: the vectors of the test kit that need neither armour nor a passphrase, one folder each, and a list of name,
// expectation and digest of the payload.
async function kit(out) {
  const vectors = await import("cctv-age");
  const list = [];
  for (const name of Object.keys(vectors).sort()) {
    if (!(vectors[name] instanceof Uint8Array)) continue;
    const all = Buffer.from(vectors[name]);
    const end = all.indexOf("\n\n");
    const head = all.subarray(0, end).toString();
    const of = (key) => [...head.matchAll(new RegExp(`^${key}: (.*)$`, "gm"))].map((match) => match[1]);
    if (of("armored").length || of("passphrase").length) continue;
    const body = all.subarray(end + 2);
    mkdirSync(`${out}/${name}`, { recursive: true });
    writeFileSync(`${out}/${name}/file.age`, of("compressed").length ? inflateSync(body) : body);
    // A vector that no identity could help still needs one to be tried.
    const identities = of("identity").length ? of("identity") : [await (await import("age-encryption")).generateX25519Identity()];
    writeFileSync(`${out}/${name}/identities`, `${identities.join("\n")}\n`, { mode: 0o600 });
    list.push([name, of("expect")[0].replaceAll(" ", "-"), of("payload")[0] ?? "-"].join(" "));
  }
  writeFileSync(`${out}/list`, `${list.join("\n")}\n`);
}

const acts = { exchange, send, identity, seal, open, kit };
const [act, ...words] = process.argv.slice(2);
if (!acts[act]) fail(`hybrid.mjs ${Object.keys(acts).join("|")} ...`);
await acts[act](...words);
