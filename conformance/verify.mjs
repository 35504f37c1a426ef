// Judges a court bundle from its specification alone (docs/protocol/bundle.md and what it names): shapes by the
// published schemas (npm ajv), ES256 by npm jose, the rest by node:crypto. It shares no code with comity-verify.
//   node verify.mjs BUNDLE [--trust ROOTS]    prints schemas/verdict.json; status 0 unaltered, 1 altered, 2 undecided
import {createHash, createPublicKey, verify as verifyRaw, X509Certificate} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import {compactVerify, importX509} from 'jose';
class Missing extends Error {} // not enough to judge: a newer version, or something that is not in the bundle
function insist(good, detail, Kind = Error) { if (!good) throw new Kind(detail); }
const hash = (...parts) => parts.reduce((state, part) => state.update(part), createHash('sha256')).digest();
const hex = (...parts) => hash(...parts).toString('hex');
const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const mebi = 1 << 20;
// ---- Values, certificates, signatures (README.md, keys.md, envelope.md) ---------------------------------------------
const utf8 = (bytes) => new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
function base64(text, spelling = 'base64') {
  const bytes = Buffer.from(text, spelling);
  insist(bytes.toString(spelling) === text, 'base64 in another spelling');
  return bytes;
}
// JSON.parse forgives members that stand twice, numbers in another form and lone surrogates.
const tokensOf = (text) => text.match(/"(?:[^"\\]|\\.)*"|[^"\s,:{}[\]]+|\S/g) ?? [];
export function strictJson(bytes, most = 65536) {
  const [tokens, value] = [tokensOf(utf8(bytes)), JSON.parse(utf8(bytes))];
  let depth = 0;
  for (const token of tokens) {
    insist(!token.startsWith('"') || JSON.parse(token).isWellFormed(), 'a lone surrogate');
    insist(!/^[-\d]/.test(token) || (Number.isSafeInteger(+token) && String(+token) === token), `the number ${token}`);
    insist((depth += '{['.includes(token) - ']}'.includes(token)) <= 32, 'nested too deep');
  }
  insist(bytes.length <= most && tokensOf(JSON.stringify(value)).length === tokens.length, 'too large, or doubled');
  return value;
}
const folder = new URL('../docs/protocol/schemas/', import.meta.url);
const schemas = readdirSync(folder).filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder))));
const realDay = (text) => new Date(text).toJSON()?.startsWith(text.slice(0, 10)); // no 30 February
const ajv = new Ajv2020({strict: false, allErrors: true, schemas, formats: {'date-time': realDay}});
// `signed`: whoever made it signed it whole, so that a member we do not know is a newer version's.
export function shaped(value, name, signed = false) {
  if (ajv.validate(`urn:comity:${name}:1`, value)) return value;
  const newer = signed && ajv.errors.every(({keyword}) => keyword === 'additionalProperties');
  throw new (newer ? Missing : Error)(`${name} ${ajv.errorsText()}`);
}
export function certificate(text) {
  const x509 = new X509Certificate(base64(text));
  insist(x509.publicKey.asymmetricKeyDetails?.namedCurve === 'prime256v1', 'a certificate with another key than P-256');
  insist(x509.raw.equals(base64(text)), 'octets beside the certificate');
  return {x509, print: hex(x509.raw), thumbprint: hash(x509.raw).toString('base64url')};
}
export async function signedBy(compact, {x509}) {
  for (const each of compact.split('.')) base64(each, 'base64url');
  const key = await importX509(x509.toString(), 'ES256');
  return Buffer.from((await compactVerify(compact, key, {algorithms: ['ES256']})).payload);
}
export const part = (text, name) => shaped(strictJson(base64(text, 'base64url')), name);
export async function readSigned(compact, headerName) {
  const header = part(compact.split('.')[0], headerName);
  const chain = header.x5c.map(certificate);
  const issued = ({x509}, {x509: by}) => by.ca && x509.checkIssued(by) && x509.verify(by.publicKey);
  insist(chain.slice(1).every((issuer, i) => issued(chain[i], issuer)), 'the chain of x5c does not hold');
  return {header, chain, payload: await signedBy(compact, chain[0])};
}
export async function readEnvelope(bytes) {
  const jws = shaped(strictJson(bytes, 131072), 'envelope');
  const read = await readSigned(`${jws.protected}.${jws.payload}.${jws.signature}`, 'envelope-header');
  const bound = ['comity/authorisations/v1', ...jws.authorisations].map((line) => `${line}\n`).join('');
  insist(read.header.auth === hash(bound).toString('base64url'), 'authorisations are not those that were signed');
  insist(read.payload.length <= 65536, 'too large');
  return {...read, bytes, digest: hex(read.payload), authorisations: jws.authorisations};
}
export function readPayload(bytes) {
  const payload = strictJson(bytes);
  insist(!/^[a-z0-9_]{1,64}\/([2-9]|[1-9][0-9]+)$/.test(payload.schema), `schema ${payload.schema}`, Missing);
  const {after, case_id: of, statement_id: id} = shaped(payload, 'statement', true);
  const ascending = after.every((digest, i) => i === 0 || after[i - 1] < digest);
  insist(ascending && (after.length === 0) === (of === id), 'after is in order, and empty exactly in what opens');
  return payload;
}
export async function authorisedBy(compact, persons, entitled) {
  const [header, payload] = compact.split('.');
  const claim = part(payload, 'authorisation');
  const person = persons.find((each) => each.person === claim.person);
  insist(person?.roles.includes(claim.role) && entitled(claim, person), `${claim.person} is not entitled`);
  insist(part(header, 'authorisation-header')['x5t#S256'] === person.key.thumbprint, 'another certificate');
  await signedBy(compact, person.key);
  return claim.person;
}
const signers = async ({authorisations}, persons, entitled) =>
  new Set(await Promise.all(authorisations.map((each) => authorisedBy(each, persons, entitled))));
// ---- Ledger, key sets (ledger.md, key-sets.md) ----------------------------------------------------------------------
export function logKey(vkey) {
  const [, origin, id, encoded] = /^([!-*,-~]{1,255})\+([0-9a-f]{8})\+(.+)$/.exec(vkey);
  const raw = base64(encoded);
  insist(raw.length === 33 && raw[0] === 1 && hex(`${origin}\n`, raw).startsWith(id), 'verifier key');
  const key = {kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url', 1)};
  return {origin, id, key: createPublicKey({key, format: 'jwk'})};
}
const checkpointForm = /^([^\n]+\n(0|[1-9]\d{0,15})\n([^\n]{44})\n)\n((?:\u2014 [!-*,-~]{1,255} \S+\n){1,64})$/;
export function openCheckpoint(note, log) {
  const [, body, size, root, lines] = checkpointForm.exec(note) ?? [];
  insist(body && Buffer.byteLength(note) <= 16384, 'no signed checkpoint');
  const ours = Array.from(lines.matchAll(/ (\S+) (\S+)$/gm), ([, who, encoded]) => ({who, raw: base64(encoded)}))
    .filter(({who, raw}) => who === log.origin && raw.toString('hex', 0, 4) === log.id);
  const good = ours.every(({raw}) => verifyRaw(null, Buffer.from(body), log.key, raw.subarray(4)));
  insist(ours.length > 0 && good && body.startsWith(`${log.origin}\n`), 'the checkpoint is not signed by the log');
  return {size: Number(size), root: base64(root)};
}
const node = (left, right) => hash(Buffer.of(1), left, right);
const leftOf = (size) => 2 ** Math.floor(Math.log2(size - 1)); // the largest power of two below it, for size < 2^48
function rootFrom(leaf, index, size, proof) { // RFC 6962 section 2.1.1
  insist(index < size && (size > 1) === (proof.length > 0), 'the proof has another length');
  if (size === 1) return leaf;
  const [left, rest, last] = [leftOf(size), proof.slice(0, -1), proof.at(-1)];
  if (index < left) return node(rootFrom(leaf, index, left, rest), last);
  return node(last, rootFrom(leaf, index - left, size - left, rest));
}
export function checkSlip(slip, log, act) {
  const [entry, ...proof] = [slip.entry, ...slip.proof].map((each) => base64(each));
  const head = openCheckpoint(slip.checkpoint, log);
  const root = rootFrom(hash(Buffer.of(0), entry), slip.index, head.size, proof);
  insist(slip.origin === log.origin && root.equals(head.root), 'the proof leads elsewhere');
  insist(entry[0] === 1, `an entry of version ${entry[0]}`, Missing);
  insist(entry.subarray(1, 33).equals(hash('comity/act/v1\n', base64(slip.salt), act)), 'the entry is of another act');
  return head;
}
const splitRoot = (leaves, left) => node(treeRoot(leaves.slice(0, left)), treeRoot(leaves.slice(left)));
const treeRoot = (leaves) => leaves.length > 1 ? splitRoot(leaves, leftOf(leaves.length)) : leaves[0] ?? hash('');
export function readKeySet({payload, chain, digest}) {
  const {schema, record: set} = strictJson(payload);
  insist(schema === 'key_set/1', `schema ${schema}`);
  const holders = [...shaped(set, 'key-set').desks, ...set.persons];
  for (const holder of holders) holder.key = certificate(holder.certificate);
  const unique = holders.flatMap((each) => [each.desk ?? each.person, each.certificate]);
  const {print} = certificate(set.root);
  insist(new Set(unique).size === unique.length && chain[0].print === print, 'a name twice, or another root');
  return {...set, rootPrint: print, digest};
}
async function checkAdministrators(envelope, before) {
  const listed = before.persons.filter(({roles}) => roles.includes('administrator'));
  if (listed.length < 2) return;
  const wanted = [envelope.digest, 'key_set', 'administrator'];
  const agreed = await signers(envelope, listed, ({payload, act, role}) => equal([payload, act, role], wanted));
  insist(agreed.size >= 2, `${agreed.size} of 2 administrators`);
}
export function readSlip(line) {
  const slip = shaped(strictJson(line, 24576), 'slip');
  insist(JSON.stringify(Object.fromEntries(Object.entries(slip).sort())) === utf8(line), 'spelled otherwise');
  return slip;
}
export function enclosuresIn(bytes) {
  const lines = bytes.toString('latin1').split('\n').map((line) => Buffer.from(line, 'latin1'));
  insist(lines.pop().length === 0 && lines.length > 0 && lines.length % 2 === 0, 'lines of slip and envelope');
  return lines.flatMap((line, i) => i % 2 === 0 ? [{slip: readSlip(line), raw: lines[i + 1]}] : []);
}
export async function readChain(bytes, node) {
  const sets = [];
  for (const {slip, raw} of enclosuresIn(bytes)) {
    const envelope = await readEnvelope(raw);
    const [set, last] = [readKeySet(envelope), sets.at(-1)];
    const log = logKey(set.ledger_key);
    checkSlip(slip, log, raw);
    insist(log.origin === set.origin && set.node === node, 'of another log or node');
    insist(set.serial === sets.length + 1 && set.previous === last?.digest, `serial ${set.serial}`);
    insist(!last || [last.rootPrint, last.next_root].includes(set.rootPrint), 'another root');
    insist(!last || (set.origin === last.origin && slip.index >= last.from), 'another log, or an earlier place');
    if (last) await checkAdministrators(envelope, last);
    sets.push({...set, log, from: Math.max(set.from_index, slip.index)});
  }
  return {node, log: sets.at(-1).log, root: sets[0].rootPrint, at: (index) => sets.findLast(({from}) => from <= index)};
}
function keySetInForce(node, desk, print, index) {
  const set = node.at(index);
  insist(set?.desks.find((each) => each.desk === desk)?.key.print === print, `not the key of ${desk} at ${index}`);
  return set;
}
// ---- The bundle (bundle.md), check by check; every finding is kept --------------------------------------------------
const findings = {where: [], missing: []};
function found(check, paths, detail, outcome = 'where', chunk = undefined) {
  for (const path of [paths].flat()) findings[outcome].push({check, path, detail, chunk});
}
// `act` may go on to the next check of the same place by calling its argument.
async function attempt(first, path, act) {
  let check = first;
  try {
    return (await act((next) => (check = next))) ?? true;
  } catch (error) {
    found(check, path, error.message, error instanceof Missing ? 'missing' : 'where');
    return null;
  }
}
const numbered = (number) => String(number).padStart(4, '0');
const statementPath = (number) => `statements/${numbered(number)}.enclosure`;
const inOrder = (texts) => [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
function pathsIn(folder) {
  const entries = readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => !entry.isDirectory());
  const pathOf = (entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name));
  found('form', entries.filter((entry) => !entry.isFile()).map(pathOf), 'neither a file nor a folder');
  return inOrder(entries.filter((entry) => entry.isFile()).map(pathOf));
}
const cutAt = (size, bytes) => Array.from({length: Math.ceil(bytes.length / size)}, (_, i) =>
  bytes.subarray(i * size, (i + 1) * size));
const place = new RegExp('^(bundle\\.json|roots\\.txt|SHA256SUMS|files\\.json|key-sets/[^/]+\\.chain|files/[^/]+|' +
  'statements/(\\d{4}|[1-9]\\d{4,})\\.enclosure|' +
  'package/(outer\\.jws|inner\\.txt|(\\d{4}|[1-9]\\d{4,})\\.(age|leaves|midstates)))$');
function checkPlaces(paths, has) {
  const count = paths.filter((path) => path.startsWith('statements/') && place.test(path)).length;
  const opened = paths.some((path) => /^files[/.]|^package\/inner\.txt$|\.midstates$/.test(path));
  const needed = ['roots.txt', 'SHA256SUMS', ...Array.from({length: count}, (_, i) => statementPath(i + 1))];
  if (opened) needed.push('files.json', 'package/inner.txt');
  if (opened || paths.some((path) => path.startsWith('package/'))) needed.push('package/outer.jws');
  const alone = (path) => path.endsWith('.leaves') && !has(path.replace('.leaves', '.age'));
  found('form', paths.filter((path) => alone(path) || !place.test(path)), 'of no bundle');
  found('form', needed.filter((path) => !has(path)), 'missing');
}
function checkSums({read, paths, has}) {
  const told = read('SHA256SUMS').toString().matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm);
  const sums = new Map(Array.from(told, ([, sum, path]) => [path, sum]));
  const again = inOrder(sums.keys()).map((path) => `${sums.get(path)}  ${path}\n`).join('');
  if (!read('SHA256SUMS').equals(Buffer.from(again))) return found('copy', 'SHA256SUMS', 'not the form of sums');
  const all = [...new Set([...paths, ...sums.keys()])].filter((path) => path !== 'SHA256SUMS');
  const unlike = all.filter((path) => !has(path) || hex(read(path)) !== sums.get(path));
  found('copy', unlike, 'missing, not named, or with another sum');
}
const prove = (path, bytes, nodes) => attempt('signature', path, async (next) => {
  const [{slip, raw}, ...more] = enclosuresIn(bytes);
  insist(more.length === 0, 'more than one enclosure');
  const envelope = await readEnvelope(raw);
  const content = readPayload(envelope.payload);
  const [document, desk] = [content.schema.split('/')[0], content.from_desk];
  next('key in force');
  const [author] = nodes.filter(({node}) => desk.startsWith(`${node}.`)).sort((a, b) => b.node.length - a.node.length);
  insist(author, `no key sets of the node of ${desk}`, Missing);
  next('ledger');
  const head = checkSlip(slip, author.log, raw);
  next('key in force');
  const set = keySetInForce(author, desk, envelope.chain[0].print, slip.index);
  next('authorised');
  const entitled = (claim, person) => person.desks.includes(desk) &&
    equal([claim.payload, claim.act, claim.desk], [envelope.digest, document, desk]);
  const persons = await signers(envelope, set.persons, entitled);
  insist(persons.size === envelope.authorisations.length, 'a person stands twice');
  insist(persons.size > 0 || document === 'technical_receipt', 'nobody authorised it');
  return {...envelope, path, content, slip, document, author, heads: [head]};
});
function checkReceipt(one, byDigest) {
  const {payload_digest: subject, verdict, slip} = one.content.record;
  const receipted = byDigest.get(subject);
  insist(equal(one.content.after, [subject]), 'it does not answer what it receipts');
  insist(receipted, `statement ${subject} is missing`, Missing);
  insist(receipted.author !== one.author, 'it receipts a statement of its own side');
  if (verdict !== 'accepted') return;
  one.heads.push(checkSlip(shaped(slip, 'slip'), one.author.log, receipted.bytes));
  insist(slip.index < one.slip.index, 'receipted before it was received');
}
async function checkCase(caseId, statements) {
  const byDigest = new Map(statements.map((each) => [each.digest, each]));
  const opening = statements.filter(({content}) => content.after.length === 0 && content.case_id === caseId);
  if (opening.length === 0) found('case', 'statements', 'no opening request', 'missing');
  const desks = new Set(opening.flatMap(({content}) => [content.from_desk, ...content.to_desks]));
  const forwarded = statements.filter(({document}) => document === 'acknowledgement');
  for (const {content} of forwarded) desks.add(content.record.forwarded_to);
  const [ids, places, roots] = [new Map(), new Map(), new Map()];
  const once = (map, key, value) => map.set(key, map.get(key) ?? value).get(key) === value;
  for (const one of statements) {
    const {path, content: {after, case_id: of, from_desk: desk, statement_id: id}, author, slip: {index}} = one;
    await attempt('case', path, () => {
      insist(of === caseId && once(ids, id, path), 'of another case, or twice');
      insist(opening.length === 0 || desks.has(desk), `the case does not name ${desk}`);
      insist(after.every((each) => byDigest.has(each)), 'a statement that it answers is missing', Missing);
    });
    const own = after.map((each) => byDigest.get(each)).filter((each) => each?.author === author);
    const fresh = once(places, `${author.node} ${index}`, one.digest);
    if (!fresh || own.some((each) => each.slip.index >= index)) found('order', path, `index ${index}`);
    if (one.document === 'technical_receipt') await attempt('receipt', path, () => checkReceipt(one, byDigest));
    const forks = one.heads.filter(({size, root}) => !once(roots, `${author.node} ${size}`, root.toString('hex')));
    for (const {size} of forks) found('checkpoints', path, `two roots of ${author.node} at size ${size}`);
  }
}
// ---- The package (package.md) ---------------------------------------------------------------------------------------
export async function readManifest(jws, name) {
  const {chain, payload: signed} = await readSigned(utf8(jws), `${name}-header`);
  const payload = strictJson(signed, 8 * mebi);
  const [type, first] = {outer: ['comity/package', 0], inner: ['comity/package/inner', 1]}[name];
  insist(payload.type === type && payload.version === 1, `${payload.type} ${payload.version}`, Missing);
  insist(name === 'inner' || ajv.validate('urn:comity:values:1#/$defs/suite', payload.suite), 'a suite', Missing);
  const {objects} = shaped(payload, `${name}-manifest`, true);
  insist(objects.every(({index}, i) => index === i + first), 'objects are out of order');
  insist(name === 'inner' || (objects.length % 2 === 1 && payload.created < payload.expires), 'objects or times');
  return {...payload, print: chain[0].print};
}
function checkObject({read, has}, {index, length, root}) {
  const [path, list] = ['age', 'leaves'].map((kind) => `package/${numbered(index)}.${kind}`);
  const leadsToRoot = (leaves) => treeRoot(leaves).toString('hex') === root;
  const leaves = has(list) ? cutAt(32, read(list)) : [];
  if (has(list) && !leadsToRoot(leaves)) found('chunk list', list, 'another root');
  const bytes = has(path) ? read(path) : Buffer.of();
  const chunks = cutAt(mebi, bytes).map((chunk) => hash(Buffer.of(0), chunk));
  if (bytes.length === length && leadsToRoot(chunks)) return;
  let chunk = has(path) && (leadsToRoot(leaves) || length <= mebi) ? 0 : undefined;
  while (leadsToRoot(leaves) && chunks[chunk]?.equals(leaves[chunk] ?? Buffer.of())) chunk += 1;
  found('sealed object', path, 'missing, or not what was signed', 'where', chunk);
}
function safeName(index, own) { // package.md, "Names"
  const safe = own.replace(/[^A-Za-z0-9.-]+/g, '_');
  const extension = /\.[^.]{0,15}$/.exec(safe)?.[0] ?? '';
  const cut = safe.length > 100 ? safe.slice(0, 100 - extension.length) + extension : safe;
  return [numbered(index), cut.replace(/\.+$/, '')].filter(Boolean).join('-');
}
async function readInner(bytes, outer, caseId) {
  const jws = bytes.subarray(bytes.indexOf(10) + 1);
  const salt = base64(bytes.subarray(0, bytes.indexOf(10)).toString('latin1'));
  insist(salt.length === 32 && hex('comity/inner/v1\n', salt, jws) === outer.inner_commitment, 'commitment');
  const inner = await readManifest(jws, 'inner');
  const tied = ({package_id: id, statement_id: by, sender, recipients, print}) => [id, by, sender, recipients, print];
  insist(equal(tied(inner), tied(outer)), 'of another package, or by another key');
  insist(inner.objects.length * 2 + 1 === outer.objects.length, 'another number of objects');
  insist(!caseId || caseId === inner.case_ref, 'another case');
  return inner;
}
function checkFiles({read, has, paths}, {objects}) {
  const files = objects.map(({name, length, sha256}, i) =>
    ({length, name, path: `files/${safeName(i + 1, name)}`, sha256}));
  const list = Buffer.from(`${JSON.stringify({files, schema: 'files/1'})}\n`);
  if (!has('files.json') || !list.equals(read('files.json'))) found('form', 'files.json', 'not the signed list');
  const states = objects.map((_, i) => `package/${numbered(i + 1)}.midstates`);
  const listed = new Set([...files.map(({path}) => path), ...states]);
  const strange = paths.filter((path) => /^files\/|\.midstates$/.test(path) && !listed.has(path));
  found('form', strange, 'the signed list has no such file');
  const other = (path, sum) => hex(read(path)) !== sum;
  found('chunk list', states.filter((path, i) => has(path) && other(path, objects[i].sidecar_sha256)), 'not as signed');
  const changed = files.filter(({path, sha256}) => !has(path) || other(path, sha256));
  found('file', changed.map(({path}) => path), 'not as signed');
}
async function checkPackage(bundle, caseId, statements) {
  const {read, has, paths} = bundle;
  const cover = 'package/outer.jws';
  const outer = has(cover) && await attempt('package', cover, () => readManifest(read(cover), 'outer'));
  if (!outer) return;
  await attempt('announced', cover, (next) => {
    const one = statements.find(({content}) => content.statement_id === outer.statement_id);
    insist(one, `statement ${outer.statement_id} is missing`, Missing);
    const {package_id: id, outer_digest: digest} = one.content.record;
    insist(equal([one.document, id, digest], ['evidence_manifest', outer.package_id, hex(read(cover))]), 'another one');
    next('package');
    insist(equal(outer.sender, {desk: one.content.from_desk, node: one.author.node}), 'another sender');
    keySetInForce(one.author, outer.sender.desk, outer.print, one.slip.index);
  });
  const sealed = paths.filter((path) => path.endsWith('.age') && place.test(path));
  const named = new Set(outer.objects.map(({index}) => `package/${numbered(index)}.age`));
  found('form', sealed.filter((path) => !named.has(path)), 'the cover names no such object');
  for (const object of sealed.length > 0 ? outer.objects : []) checkObject(bundle, object);
  if (!has('files.json') && !has('package/inner.txt')) return;
  const list = 'package/inner.txt';
  const inner = await attempt('list of files', list, () => readInner(read(list), outer, caseId));
  if (inner) checkFiles(bundle, inner);
}
async function judge(folder, trusted) {
  const paths = pathsIn(folder);
  const has = (path) => paths.includes(path);
  const read = (path) => readFileSync(join(folder, path));
  insist(has('bundle.json'), 'no bundle.json', Missing);
  checkPlaces(paths, has);
  if (has('SHA256SUMS')) checkSums({read, paths, has});
  const nodes = [];
  for (const path of paths.filter((each) => each.startsWith('key-sets/') && place.test(each))) {
    await attempt('key sets', path, async (next) => {
      const node = await readChain(read(path), path.slice(9, -6));
      nodes.push(node);
      next('root');
      insist(trusted.has(node.node), `not trusted by you: fingerprint is ${node.root}`, Missing);
      insist(trusted.get(node.node) === node.root, `the root is ${node.root}`);
    });
  }
  const roots = inOrder(nodes.map(({node, root}) => `${node} ${root}\n`)).join('');
  if (!has('roots.txt') || read('roots.txt').toString() !== roots) found('form', 'roots.txt', 'not those of its nodes');
  const head = await attempt('form', 'bundle.json', () => {
    const json = strictJson(read('bundle.json'), 4096);
    insist(!/^bundle\/([2-9]|[1-9][0-9]+)$/.test(json.schema), `schema ${json.schema}`, Missing);
    insist(nodes.some(({node}) => node === shaped(json, 'bundle').node), 'no keys of its writer');
    return json;
  });
  const proven = [];
  for (let i = 1; has(statementPath(i)); i++) proven.push(await prove(statementPath(i), read(statementPath(i)), nodes));
  const statements = proven.filter(Boolean);
  if (head) await checkCase(head.case_id, statements);
  await checkPackage({read, paths, has}, head?.case_id, statements);
}
if (process.argv[1].endsWith('verify.mjs')) {
  const [folder, , roots] = process.argv.slice(2);
  await attempt('form', '.', () => {
    insist(folder, 'usage: verify.mjs BUNDLE [--trust ROOTS]', Missing);
    const rows = roots ? utf8(readFileSync(roots)).matchAll(/^([a-z0-9.-]+) ([0-9a-f]{64})\r?$/gm) : [];
    return judge(folder, new Map(Array.from(rows, ([, node, root]) => [node, root])));
  });
  const verdict = findings.where.length > 0 ? 'altered' : findings.missing.length > 0 ? 'undecided' : 'unaltered';
  console.log(JSON.stringify({verdict, ...findings}, null, 1));
  process.exitCode = {unaltered: 0, altered: 1, undecided: 2}[verdict];
}
