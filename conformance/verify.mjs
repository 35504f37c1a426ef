#!/usr/bin/env node
// Judges a court bundle from its specification alone (docs/protocol/bundle.md and what it names): shapes by the
// published schemas (npm ajv), ES256 by npm jose, the rest by node:crypto. It shares no code with comity-verify.
//   node verify.mjs BUNDLE [--trust ROOTS] [--json]    exit status: 0 unaltered, 1 altered, 2 cannot be decided
// It reads each file whole: bundles with files of more than 2 GiB are beyond it.
import {createHash, createPublicKey, verify as verifyRaw, X509Certificate} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import {compactVerify, flattenedVerify, importX509} from 'jose';

class Missing extends Error {} // not enough to judge: a newer version, or something that is not in the bundle
function insist(good, detail, Kind = Error) {
  if (!good) throw new Kind(detail);
}
const hash = (...parts) => parts.reduce((state, part) => state.update(part), createHash('sha256')).digest();
const hex = (...parts) => hash(...parts).toString('hex');
const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const mebi = 1 << 20;

// ---- Values (README.md of docs/protocol) ----------------------------------------------------------------------------
const utf8 = (bytes) => new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
function base64(text, spelling = 'base64') {
  const bytes = Buffer.from(text, spelling);
  insist(bytes.toString(spelling) === text, 'base64 in another spelling');
  return bytes;
}
// JSON.parse forgives members that stand twice, lone surrogates and numbers that it rounds.
function strictJson(bytes, most = 65536) {
  const text = utf8(bytes);
  let members = 0;
  const value = JSON.parse(text, function visit(name, item) {
    members += Array.isArray(this) ? 0 : 1;
    insist([name, item].every((each) => typeof each !== 'string' || each.isWellFormed()), 'a lone surrogate');
    return item;
  });
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  insist(bytes.length <= most && bare.split(':').length === members, 'too large, or a member stands twice');
  let depth = 0;
  for (const each of bare) insist((depth += '{['.includes(each) - '}]'.includes(each)) <= 32, 'nested too deep');
  const numbers = bare.match(/-?[0-9][^,\]}\s]*/g) ?? [];
  insist(numbers.every((each) => /^(0|-?[1-9]\d*)$/.test(each) && Number.isSafeInteger(Number(each))), 'a number');
  return value;
}
const ajv = new Ajv2020({strict: false, allErrors: true});
ajv.addFormat('date-time', (text) => new Date(text).toJSON()?.startsWith(text.slice(0, 10))); // no 30 February
const schemas = new URL('../docs/protocol/schemas/', import.meta.url);
const names = readdirSync(schemas).filter((name) => name.endsWith('.json'));
for (const name of names) ajv.addSchema(JSON.parse(readFileSync(new URL(name, schemas))));
// `signed`: whoever made it signed it whole, so that a member we do not know is a newer version's.
function shaped(value, name, signed = false) {
  const fits = ajv.validate(`urn:comity:${name}:1`, value);
  const newer = signed && !fits && ajv.errors.every(({keyword}) => keyword === 'additionalProperties');
  insist(fits, `${name} ${ajv.errorsText()}`, newer ? Missing : Error);
  return value;
}

// ---- Certificates, signatures (keys.md, envelope.md) ----------------------------------------------------------------
function certificate(text) {
  const x509 = new X509Certificate(base64(text));
  const fits = x509.publicKey.asymmetricKeyDetails?.namedCurve === 'prime256v1' && x509.raw.equals(base64(text));
  insist(fits, 'certificate');
  return {x509, print: hex(x509.raw)};
}
function chainOf(header) {
  const chain = header.x5c.map(certificate);
  const issued = ({x509}, {x509: by}) => by.ca && x509.checkIssued(by) && x509.verify(by.publicKey);
  insist(chain.slice(1).every((issuer, i) => issued(chain[i], issuer)), 'the chain of x5c does not hold');
  return chain;
}
async function signedBy(check, jws, {x509}) {
  const parts = typeof jws === 'string' ? jws.split('.') : [jws.protected, jws.payload, jws.signature];
  insist(parts.length === 3 && parts.every((part) => base64(part, 'base64url')), 'three parts');
  const key = await importX509(x509.toString(), 'ES256');
  return Buffer.from((await check(jws, key, {algorithms: ['ES256']})).payload);
}
const part = (text, name) => shaped(strictJson(base64(text, 'base64url')), name);
async function readEnvelope(bytes) {
  const jws = shaped(strictJson(bytes, 131072), 'envelope');
  const header = part(jws.protected, 'envelope-header');
  const chain = chainOf(header);
  const payload = await signedBy(flattenedVerify, jws, chain[0]);
  const bound = ['comity/authorisations/v1', ...jws.authorisations].map((line) => `${line}\n`).join('');
  insist(header.auth === hash(bound).toString('base64url'), 'authorisations are not those that were signed');
  return {bytes, chain, payload, digest: hex(payload), authorisations: jws.authorisations};
}
function readPayload(bytes) {
  const payload = strictJson(bytes);
  insist(!/^[a-z0-9_]{1,64}\/([2-9]|[1-9][0-9]+)$/.test(payload.schema), `schema ${payload.schema}`, Missing);
  const {after, case_id: of, statement_id: id} = shaped(payload, 'statement', true);
  insist((after.length === 0) === (of === id), 'after is empty exactly in what opens');
  insist(after.every((digest, i) => i === 0 || after[i - 1] < digest), 'after is out of order');
  return payload;
}
// The person behind an authorisation, whom `persons` lists and `entitled` accepts.
async function authorisedBy(compact, persons, entitled) {
  const [protectedPart, payload] = compact.split('.');
  const header = part(protectedPart, 'authorisation-header');
  const claim = part(payload, 'authorisation');
  const person = persons.find((each) => each.person === claim.person);
  insist(person?.roles.includes(claim.role) && entitled(claim, person), `${claim.person} is not entitled`);
  insist(base64(header['x5t#S256'], 'base64url').toString('hex') === person.key.print, 'another certificate');
  await signedBy(compactVerify, compact, person.key);
  return claim.person;
}

// ---- Ledger (ledger.md) ---------------------------------------------------------------------------------------------
function logKey(vkey) {
  const [, origin, id, encoded] = /^([!-*,-~]{1,255})\+([0-9a-f]{8})\+(.+)$/.exec(vkey);
  const raw = base64(encoded);
  insist(raw.length === 33 && raw[0] === 1 && hex(`${origin}\n`, raw).startsWith(id), 'verifier key');
  const key = {kty: 'OKP', crv: 'Ed25519', x: raw.subarray(1).toString('base64url')};
  return {origin, id, key: createPublicKey({key, format: 'jwk'})};
}
// {size, root} of a checkpoint that the log signed.
function openNote(note, log) {
  const blank = note.lastIndexOf('\n\n');
  const body = note.slice(0, blank + 1);
  insist(blank > 0 && Buffer.byteLength(note) <= 16384 && note.endsWith('\n') && /^[ -~\n]*$/.test(body), 'note');
  const lines = note.slice(blank + 2, -1).split('\n').map((line) => /^\u2014 ([!-*,-~]{1,255}) (\S+)$/.exec(line));
  insist(lines.length <= 64 && lines.every((found) => found), 'signature lines');
  const ours = lines.map(([, who, encoded]) => ({who, raw: base64(encoded)}))
    .filter(({who, raw}) => who === log.origin && raw.toString('hex', 0, 4) === log.id);
  const good = ours.every(({raw}) => verifyRaw(null, Buffer.from(body), log.key, raw.subarray(4)));
  const [, origin, size, root] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([^\n]{44})\n$/.exec(body);
  insist(ours.length > 0 && good && origin === log.origin, 'the checkpoint is not signed by the log');
  return {size: Number(size), root: base64(root)};
}
const node = (left, right) => hash(Buffer.of(1), left, right);
const leftOf = (size) => 2 ** Math.floor(Math.log2(size - 1)); // the largest power of two below it, for size < 2^48
// The root to which a leaf and its proof lead (RFC 6962 section 2.1.1).
function rootFrom(leaf, index, size, proof) {
  insist(index < size && (size > 1) === (proof.length > 0), 'the proof has another length');
  if (size === 1) return leaf;
  const [left, rest, last] = [leftOf(size), proof.slice(0, -1), proof.at(-1)];
  if (index < left) return node(rootFrom(leaf, index, left, rest), last);
  return node(last, rootFrom(leaf, index - left, size - left, rest));
}
// The checkpoint under which the log has the act.
function checkSlip(slip, log, act) {
  const [entry, ...proof] = [slip.entry, ...slip.proof].map((each) => base64(each));
  const head = openNote(slip.checkpoint, log);
  const root = rootFrom(hash(Buffer.of(0), entry), slip.index, head.size, proof);
  insist(slip.origin === log.origin && root.equals(head.root), 'the proof leads elsewhere');
  insist(entry[0] === 1, `an entry of version ${entry[0]}`, Missing);
  insist(entry.subarray(1, 33).equals(hash('comity/act/v1\n', base64(slip.salt), act)), 'the entry is of another act');
  return head;
}
const splitRoot = (leaves, left) => node(treeRoot(leaves.slice(0, left)), treeRoot(leaves.slice(left)));
const treeRoot = (leaves) => leaves.length > 1 ? splitRoot(leaves, leftOf(leaves.length)) : leaves[0] ?? hash('');

// ---- Key sets (key-sets.md) -----------------------------------------------------------------------------------------
function readKeySet({payload, chain, digest}) {
  const {schema, record: set} = strictJson(payload);
  insist(schema === 'key_set/1', `schema ${schema}`);
  const holders = [...shaped(set, 'key-set').desks, ...set.persons];
  for (const holder of holders) holder.key = certificate(holder.certificate);
  const distinct = [({desk, person}) => desk ?? person, ({key}) => key.print].every((of) =>
    new Set(holders.map(of)).size === holders.length);
  const {print} = certificate(set.root);
  insist(distinct && chain[0].print === print, 'a name or key stands twice, or it is not signed by its root');
  return {...set, rootPrint: print, digest};
}
async function checkAdministrators({authorisations, digest}, before) {
  const listed = before.persons.filter(({roles}) => roles.includes('administrator'));
  const over = ({payload, act, role}) => equal([payload, act, role], [digest, 'key_set', 'administrator']);
  const agreed = new Set();
  for (const each of listed.length < 2 ? [] : authorisations) agreed.add(await authorisedBy(each, listed, over));
  insist(listed.length < 2 || agreed.size >= 2, `${agreed.size} of 2 administrators`);
}
function readSlip(line) {
  const slip = shaped(strictJson(line, 24576), 'slip');
  insist(JSON.stringify(Object.fromEntries(Object.entries(slip).sort())) === utf8(line), 'spelled otherwise');
  return slip;
}
function enclosuresIn(bytes) {
  const lines = bytes.toString('latin1').split('\n').map((line) => Buffer.from(line, 'latin1'));
  insist(lines.pop().length === 0 && lines.length > 0 && lines.length % 2 === 0, 'lines of slip and envelope');
  return lines.flatMap((line, i) => i % 2 === 0 ? [{slip: readSlip(line), raw: lines[i + 1]}] : []);
}
async function readChain(bytes, node) {
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
// The key set in force for a desk's key at an index of the node's ledger.
function inForce(node, desk, print, index) {
  const set = node.at(index);
  insist(set?.desks.find((each) => each.desk === desk)?.key.print === print, `not the key of ${desk} at ${index}`);
  return set;
}

// ---- The bundle (bundle.md), check by check; every finding is kept --------------------------------------------------
const findings = [];
const found = (check, path, detail, chunk, outcome = 'broken') => findings.push({check, path, detail, chunk, outcome});
// `act` may go on to the next check of the same place by calling its argument.
async function attempt(first, path, act) {
  let check = first;
  try {
    return (await act((next) => (check = next))) ?? true;
  } catch (error) {
    found(check, path, error.message, error.chunk, error instanceof Missing ? 'missing' : 'broken');
    return null;
  }
}
const numbered = (number) => String(number).padStart(4, '0');
const statementPath = (number) => `statements/${numbered(number)}.enclosure`;
const inOrder = (texts) => [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
function pathsIn(folder, under = '') {
  const entries = readdirSync(join(folder, under), {withFileTypes: true});
  const strange = entries.filter((entry) => !entry.isDirectory() && !entry.isFile());
  for (const {name} of strange) found('form', under + name, 'neither a file nor a folder');
  const inner = entries.filter((entry) => entry.isDirectory()).flatMap(({name}) => pathsIn(folder, `${under}${name}/`));
  return [...inner, ...entries.filter((entry) => entry.isFile()).map(({name}) => under + name)];
}
function measure(bytes) {
  const count = Math.ceil(bytes.length / mebi);
  const leaves = Array.from({length: count}, (_, i) => hash(Buffer.of(0), bytes.subarray(i * mebi, (i + 1) * mebi)));
  return {length: bytes.length, leaves, sha256: hex(bytes), root: treeRoot(leaves).toString('hex')};
}
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
  for (const path of paths.filter((each) => alone(each) || !place.test(each))) found('form', path, 'of no bundle');
  for (const path of needed.filter((each) => !has(each))) found('form', path, 'missing');
}
function checkSums({read, paths, has}) {
  const told = read('SHA256SUMS').toString().matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm);
  const sums = new Map(Array.from(told, ([, sum, path]) => [path, sum]));
  const again = inOrder(sums.keys()).map((path) => `${sums.get(path)}  ${path}\n`).join('');
  if (!read('SHA256SUMS').equals(Buffer.from(again))) return found('copy', 'SHA256SUMS', 'not the form of sums');
  for (const path of new Set([...paths, ...sums.keys()])) {
    const good = path === 'SHA256SUMS' || (has(path) && hex(read(path)) === sums.get(path));
    if (!good) found('copy', path, 'missing, not named, or with another sum');
  }
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
  const set = inForce(author, desk, envelope.chain[0].print, slip.index);
  next('authorised');
  const entitled = (claim, person) => person.desks.includes(desk) &&
    equal([claim.payload, claim.act, claim.desk], [envelope.digest, document, desk]);
  const persons = new Set();
  for (const each of envelope.authorisations) persons.add(await authorisedBy(each, set.persons, entitled));
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
  if (opening.length === 0) found('case', 'statements', 'no opening request', undefined, 'missing');
  const desks = new Set(opening.flatMap(({content}) => [content.from_desk, ...content.to_desks]));
  const forwarded = statements.filter(({document}) => document === 'acknowledgement');
  for (const {content} of forwarded) desks.add(content.record.forwarded_to);
  const [ids, places, roots] = [new Map(), new Map(), new Map()];
  const once = (map, key, value) => map.set(key, map.get(key) ?? value).get(key) === value;
  for (const one of statements) {
    const {path, content: {after, case_id: of, from_desk: desk, statement_id: id}, author, slip: {index}} = one;
    const belongs = await attempt('case', path, () => {
      insist(of === caseId && once(ids, id, path), 'of another case, or twice');
      insist(opening.length === 0 || desks.has(desk), `the case does not name ${desk}`);
    });
    const absent = belongs ? after.filter((each) => !byDigest.has(each)) : [];
    for (const parent of absent) found('case', path, `statement ${parent} is missing`, undefined, 'missing');
    const own = after.map((each) => byDigest.get(each)).filter((each) => each?.author === author);
    const fresh = once(places, `${author.node} ${index}`, one.digest);
    if (!fresh || own.some((each) => each.slip.index >= index)) found('order', path, `index ${index}`);
    if (one.document === 'technical_receipt') await attempt('receipt', path, () => checkReceipt(one, byDigest));
    const forks = one.heads.filter(({size, root}) => !once(roots, `${author.node} ${size}`, root.toString('hex')));
    for (const {size} of forks) found('checkpoints', path, `two roots of ${author.node} at size ${size}`);
  }
}

// ---- The package (package.md) ---------------------------------------------------------------------------------------
async function readManifest(jws, name) {
  const header = part(utf8(jws).split('.')[0], `${name}-header`);
  const chain = chainOf(header);
  const payload = strictJson(await signedBy(compactVerify, utf8(jws), chain[0]), 8 * mebi);
  const [type, first] = {outer: ['comity/package', 0], inner: ['comity/package/inner', 1]}[name];
  insist(payload.type === type && payload.version === 1, `${payload.type} ${payload.version}`, Missing);
  const known = name === 'inner' || ajv.validate('urn:comity:values:1#/$defs/suite', payload.suite);
  insist(known, `suite ${payload.suite}`, Missing);
  const {objects} = shaped(payload, `${name}-manifest`, true);
  insist(objects.every(({index}, i) => index === i + first), 'objects are out of order');
  return {...payload, print: chain[0].print};
}
async function checkObject({read, has}, {index, length, root}) {
  const [path, list] = ['age', 'leaves'].map((kind) => `package/${numbered(index)}.${kind}`);
  const leaves = has(list) && await attempt('chunk list', list, () => {
    const each = read(list).toString('hex').match(/.{1,64}/g).map((leaf) => Buffer.from(leaf, 'hex'));
    insist(treeRoot(each).toString('hex') === root, 'another root');
    return each;
  });
  const got = has(path) ? measure(read(path)) : {leaves: []};
  if (got.length === length && got.root === root) return;
  let chunk = has(path) && (leaves || length <= mebi) ? 0 : undefined;
  while (leaves && got.leaves[chunk]?.equals(leaves[chunk] ?? Buffer.of())) chunk += 1;
  found('sealed object', path, 'missing, or not what was signed', chunk);
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
  for (const path of paths.filter((each) => /^files\/|\.midstates$/.test(each) && !listed.has(each))) {
    found('form', path, 'the signed list has no such file');
  }
  for (const [i, {path, sha256}] of files.entries()) {
    const good = !has(states[i]) || hex(read(states[i])) === objects[i].sidecar_sha256;
    if (!good) found('chunk list', states[i], 'not what was signed');
    if (!has(path) || hex(read(path)) !== sha256) found('file', path, 'missing, or not what was signed');
  }
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
    inForce(one.author, outer.sender.desk, outer.print, one.slip.index);
  });
  const sealed = paths.filter((path) => path.endsWith('.age') && place.test(path));
  const named = new Set(outer.objects.map(({index}) => `package/${numbered(index)}.age`));
  for (const path of sealed.filter((each) => !named.has(each))) found('form', path, 'the cover names no such object');
  for (const object of sealed.length > 0 ? outer.objects : []) await checkObject(bundle, object);
  if (!has('files.json') && !has('package/inner.txt')) return;
  const list = () => readInner(read('package/inner.txt'), outer, caseId);
  const inner = await attempt('list of files', 'package/inner.txt', list);
  if (inner) checkFiles(bundle, inner);
}

// ---- All of it ------------------------------------------------------------------------------------------------------
async function judge(folder, trusted) {
  const paths = inOrder(pathsIn(folder));
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
  await attempt('form', 'roots.txt', () => {
    const told = inOrder(nodes.map(({node, root}) => `${node} ${root}\n`)).join('');
    insist(read('roots.txt').toString() === told, 'its roots are not those of the key sets');
  });
  const head = await attempt('form', 'bundle.json', () => {
    const json = strictJson(read('bundle.json'), 4096);
    insist(!/^bundle\/([2-9]|[1-9][0-9]+)$/.test(json.schema), `schema ${json.schema}`, Missing);
    insist(nodes.some(({node}) => node === shaped(json, 'bundle').node), 'no keys of its writer');
    return json;
  });
  const statements = [];
  for (let number = 1; has(statementPath(number)); number++) {
    const one = await prove(statementPath(number), read(statementPath(number)), nodes);
    if (one) statements.push(one);
  }
  if (head) await checkCase(head.case_id, statements);
  await checkPackage({read, paths, has}, head?.case_id, statements);
}
const [folder, , roots] = process.argv.slice(2).filter((word) => word !== '--json');
await attempt('form', '.', () => {
  insist(folder, 'usage: verify.mjs BUNDLE [--trust ROOTS] [--json]', Missing);
  const rows = roots ? utf8(readFileSync(roots)).matchAll(/^([a-z0-9.-]+) ([0-9a-f]{64})\r?$/gm) : [];
  return judge(folder, new Map(Array.from(rows, ([, node, root]) => [node, root])));
});
const [where, missing] = ['broken', 'missing'].map((outcome) => findings.filter((each) => each.outcome === outcome));
const verdict = where.length > 0 ? 'altered' : missing.length > 0 ? 'undecided' : 'unaltered';
process.exitCode = {unaltered: 0, altered: 1, undecided: 2}[verdict];
const told = [...where, ...missing].map(({outcome, check, path, chunk, detail}) =>
  `${outcome}: ${path}${chunk === undefined ? '' : `, chunk ${chunk}`}: ${check}: ${detail}\n`);
console.log(process.argv.includes('--json') ? JSON.stringify({verdict, where, missing}) : told.join('') + verdict);
