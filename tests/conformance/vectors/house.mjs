// An invented organisation XA with keys of its own, made anew on each run, and a ledger: what the vectors of the rules
// are signed with. From the formats' specification; used by make.mjs only.
import {createHash, createPrivateKey, createPublicKey, sign} from 'node:crypto';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export const hash = (...parts) => parts.reduce((state, part) => state.update(part), createHash('sha256')).digest();
export const hex = (...parts) => hash(...parts).toString('hex');
export const url = (value) =>
  Buffer.from(typeof value === 'string' || Buffer.isBuffer(value) ? value : written(value)).toString('base64url');

// Members in byte order, no white space: what we write.
export function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value).filter((name) => value[name] !== undefined).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${written(value[name])}`).join(',')}}`;
}

const leafSection = `basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
`;
const rootSection = `basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,digitalSignature,keyCertSign,cRLSign
subjectKeyIdentifier=hash
`;

// Keys and certificates, as the openssl command makes them.
export class House {
  constructor(node = 'xa') {
    this.node = node;
    this.folder = mkdtempSync(join(tmpdir(), 'house-'));
    this.keys = {};
    this.der = {};
    this.root('root', `${node} root`);
  }

  close() { rmSync(this.folder, {recursive: true}); }

  at(name) { return join(this.folder, name); }

  openssl(...words) { return execFileSync('openssl', words, {stdio: ['ignore', 'pipe', 'ignore'], cwd: this.folder}); }

  newKey(name) {
    this.openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.pem`);
    this.keys[name] = createPrivateKey(readFileSync(this.at(`${name}.pem`)));
  }

  root(name, common) {
    this.newKey(name);
    this.openssl('req', '-new', '-key', `${name}.pem`, '-subj', `/O=${this.node}/CN=${common}`, '-out', `${name}.csr`);
    writeFileSync(this.at('root.ext'), rootSection);
    this.openssl('x509', '-req', '-in', `${name}.csr`, '-signkey', `${name}.pem`, '-sha256', '-days', '20000',
      '-set_serial', '0x6a11d5e2f00dfeed0102030405060708', '-extfile', 'root.ext', '-outform', 'DER', '-out', `${name}.der`);
    this.openssl('x509', '-inform', 'DER', '-in', `${name}.der`, '-out', `${name}.crt`);
    this.der[name] = readFileSync(this.at(`${name}.der`));
  }

  leaf(name, issuer = 'root') {
    this.newKey(name);
    this.openssl('req', '-new', '-key', `${name}.pem`, '-subj', `/O=${this.node}/CN=${this.node}.${name}`, '-out', `${name}.csr`);
    writeFileSync(this.at('leaf.ext'), leafSection);
    this.openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${issuer}.crt`, '-CAkey', `${issuer}.pem`, '-sha256', '-days', '20000',
      '-set_serial', `0x${hex(name).slice(0, 30)}`, '-extfile', 'leaf.ext', '-outform', 'DER', '-out', `${name}.der`);
    this.der[name] = readFileSync(this.at(`${name}.der`));
  }

  x5c(...names) { return names.map((name) => this.der[name].toString('base64')); }

  // Compact JWS; `header` and `payload` are values, or the exact octets.
  jws(header, payload, by) {
    const input = `${url(header)}.${url(payload)}`;
    return `${input}.${url(sign('sha256', input, {key: this.keys[by], dsaEncoding: 'ieee-p1363'}))}`;
  }

  authorise(payload, person, {claim = {}, header = {}, by = person} = {}) {
    const {schema, from_desk: desk} = JSON.parse(payload);
    return this.jws({alg: 'ES256', typ: 'comity-authorisation+json', 'x5t#S256': url(hash(this.der[person])), ...header},
      {act: schema.split('/')[0], desk, label: 'comity/authorisation/v1', payload: hex(payload), person: `${this.node}.${person}`,
        role: 'approver', time: '2026-11-03T02:14:09Z', ...claim}, by);
  }

  // `change` alters the protected header; `outer` the four members.
  envelope(payload, authorisations = [], {change = {}, outer = {}, by = 'desk', chain = [by, 'root']} = {}) {
    const auth = url(hash(['comity/authorisations/v1', ...authorisations].map((line) => `${line}\n`).join('')));
    const header = {alg: 'ES256', auth, typ: 'comity-statement+json', x5c: this.x5c(...new Set(chain)), ...change};
    const [head, body, signature] = this.jws(header, payload, by).split('.');
    return written({authorisations, payload: body, protected: head, signature, ...outer});
  }
}

const node = (left, right) => hash(Buffer.of(1), left, right);
const leftOf = (size) => 2 ** Math.floor(Math.log2(size - 1));
const rootOf = (leaves) => leaves.length === 1 ? leaves[0] :
  node(rootOf(leaves.slice(0, leftOf(leaves.length))), rootOf(leaves.slice(leftOf(leaves.length))));
function proofOf(leaves, index) {
  if (leaves.length === 1) return [];
  const left = leftOf(leaves.length);
  return index < left ? [...proofOf(leaves.slice(0, left), index), rootOf(leaves.slice(left))]
    : [...proofOf(leaves.slice(left), index - left), rootOf(leaves.slice(0, left))];
}

// A log or a witness: an Ed25519 key of 32 equal octets.
export class NoteKey {
  constructor(name, octet, type = 1) {
    const seed = Buffer.alloc(32, octet);
    this.key = createPrivateKey({key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
      format: 'der', type: 'pkcs8'});
    const raw = createPublicKey(this.key).export({format: 'der', type: 'spki'}).subarray(-32);
    this.name = name;
    this.id = hash(`${name}\n`, Buffer.of(type), raw).subarray(0, 4);
    this.vkey = `${name}+${this.id.toString('hex')}+${Buffer.concat([Buffer.of(type), raw]).toString('base64')}`;
  }

  line(text, signature = sign(null, Buffer.from(text), this.key)) {
    return `\u2014 ${this.name} ${Buffer.concat([this.id, signature]).toString('base64')}\n`;
  }

  cosignature(text, seconds) {
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(seconds));
    return this.line(text, Buffer.concat([time, sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), this.key)]));
  }
}

export class Log extends NoteKey {
  constructor(name, octet) {
    super(name, octet);
    this.entries = [];
    this.salts = [];
  }

  add(act, version = 1) {
    const salt = hash(`salt of act ${this.entries.length}`);
    this.salts.push(salt);
    this.entries.push(Buffer.concat([Buffer.of(version), hash('comity/act/v1\n', salt, act), hash('a', salt), hash('b', salt), hash('c', salt)]));
    return this.entries.length - 1;
  }

  text() {
    const leaves = this.entries.map((entry) => hash(Buffer.of(0), entry));
    return `${this.name}\n${leaves.length}\n${rootOf(leaves).toString('base64')}\n`;
  }

  checkpoint(text = this.text()) { return `${text}\n${this.line(text)}`; }

  slip(index, change = {}) {
    const leaves = this.entries.map((entry) => hash(Buffer.of(0), entry));
    return {checkpoint: this.checkpoint(), entry: this.entries[index].toString('base64'), index, origin: this.name,
      proof: proofOf(leaves, index).map((each) => each.toString('base64')), salt: this.salts[index].toString('base64'), ...change};
  }
}
