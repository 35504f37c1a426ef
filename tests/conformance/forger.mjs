// What somebody with a node's keys and its passphrase can make: statements, authorisations and slips that no honest
// node would. From the formats' specification; used by alter.mjs only.
import {createHash, createPrivateKey, randomBytes, sign} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

export const hash = (...parts) => parts.reduce((state, part) => state.update(part), createHash('sha256')).digest();
export const url = (value) => Buffer.from(typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString('base64url');
export const plain = (text) => JSON.parse(Buffer.from(text, 'base64url'));

export class Forger {
  constructor(folder) {
    this.folder = folder;
    this.passphrase = readFileSync(join(folder, 'passphrase'), 'utf8').trimEnd();
    this.used = 1000;
  }

  key(path) {
    return createPrivateKey({key: readFileSync(join(this.folder, path)), passphrase: this.passphrase});
  }

  jws(header, payload, key) {
    const input = `${url(header)}.${url(payload)}`;
    return `${input}.${url(sign('sha256', input, {key, dsaEncoding: 'ieee-p1363'}))}`;
  }

  x5c(node, desk) {
    return [`${desk}.sign`, 'root'].map((name) => readFileSync(join(this.folder, node, 'keys', `${name}.der`)).toString('base64'));
  }

  authorise(payload, person, claim) {
    const at = Buffer.from(this.certificateOf(person), 'base64');
    return this.jws({alg: 'ES256', typ: 'comity-authorisation+json', 'x5t#S256': url(hash(at))},
      {label: 'comity/authorisation/v1', payload: hash(JSON.stringify(payload)).toString('hex'), person,
        time: '2026-11-22T08:00:00Z', ...claim}, this.key(`${person}.pem`));
  }

  // As the latest key set of the person's node lists it.
  certificateOf(person) {
    const lines = readFileSync(join(this.folder, person.split('.')[0], 'key-sets.chain'), 'utf8').trimEnd().split('\n');
    return plain(JSON.parse(lines.at(-1)).payload).record.persons.find((each) => each.person === person).certificate;
  }

  envelope(payload, authorisations, desk, signer = desk) {
    const [node] = desk.split('.');
    const auth = url(hash(['comity/authorisations/v1', ...authorisations].map((line) => `${line}\n`).join('')));
    const header = {alg: 'ES256', auth, typ: 'comity-statement+json', x5c: this.x5c(node, signer)};
    const [head, body, signature] = this.jws(header, payload, this.key(`${node}/keys/${signer}.sign.pem`)).split('.');
    return JSON.stringify({authorisations, payload: body, protected: head, signature});
  }

  // A slip that proves any act at any index: the tree around it is made up and signed with the ledger's key.
  slip(node, act, {index = (this.used += 10), size = index + 5000, version = 1} = {}) {
    const salt = randomBytes(32);
    const entry = Buffer.concat([Buffer.of(version), hash('comity/act/v1\n', salt, act), randomBytes(96)]);
    const proof = [];
    let [fn, sn, root] = [index, size - 1, hash(Buffer.of(0), entry)];
    while (sn > 0) {
      proof.push(randomBytes(32));
      const right = fn % 2 === 1 || fn === sn;
      root = right ? hash(Buffer.of(1), proof.at(-1), root) : hash(Buffer.of(1), root, proof.at(-1));
      while (right && fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
      [fn, sn] = [fn >> 1, sn >> 1];
    }
    const genuine = readFileSync(join(this.folder, node, 'log/checkpoint'), 'utf8');
    const [, origin, id] = /^\u2014 (\S+) (\S+)$/m.exec(genuine);
    const body = `${origin}\n${size}\n${root.toString('base64')}\n`;
    const line = Buffer.concat([Buffer.from(id, 'base64').subarray(0, 4), sign(null, Buffer.from(body), this.key(`${node}/keys/ledger.pem`))]);
    return {checkpoint: `${body}\n\u2014 ${origin} ${line.toString('base64')}\n`, entry: entry.toString('base64'), index, origin,
      proof: proof.map((each) => each.toString('base64')), salt: salt.toString('base64')};
  }

  enclosure(node, envelope, options) {
    return `${JSON.stringify(this.slip(node, envelope, options))}\n${envelope}\n`;
  }
}
