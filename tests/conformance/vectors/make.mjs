// Makes docs/protocol/vectors/rules/ and its index rules.json again: for each rule of the formats vectors that keep it and
// vectors that break it, or the test that shows it. The keys are made anew, so every signed file changes.
// Usage: node tests/conformance/vectors/make.mjs; then tools/documents writes docs/protocol/rules.md.
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {House, Log, NoteKey, hash, hex, url, written} from './house.mjs';
import {behaviours} from './behaviours.mjs';

const vectors = fileURLToPath(new URL('../../../docs/protocol/vectors', import.meta.url));
const data = fileURLToPath(new URL('../../../data', import.meta.url));
const old = (path) => readFileSync(join(vectors, path));
const rules = [];

function save(path, bytes) {
  mkdirSync(dirname(join(vectors, path)), {recursive: true});
  writeFileSync(join(vectors, path), bytes);
  return path;
}

// A rule of a page, with its vectors. A vector is new (name and octets) or one that is there already (its path).
class Rule {
  constructor(page, id, says) {
    this.entry = {id, page, says, good: [], bad: [], shown: []};
    if (rules.some((each) => each.id === id)) throw new Error(`${id} stands twice`);
    rules.push(this.entry);
  }

  vector(format, name, bytes, against) {
    const file = bytes === undefined ? name : save(`rules/${format}/${this.entry.id}-${name}`, bytes);
    return {file, format, ...(against ? {with: against} : {})};
  }

  good(format, name, bytes, against) {
    this.entry.good.push(this.vector(format, name, bytes, against));
    return this;
  }

  bad(code, format, name, bytes, against) {
    this.entry.bad.push({...this.vector(format, name, bytes, against), code});
    return this;
  }

  // Where a test shows what no file can: its path and words that stand in it.
  shown(path, words) {
    this.entry.shown.push({path, words});
    return this;
  }
}

rmSync(join(vectors, 'rules'), {recursive: true, force: true});
const house = new House();
for (const name of ['desk', 'other', 'idris', 'maryam', 'tomas', 'vera']) house.leaf(name);
house.root('second', 'xa root'); // a namesake of the root
const log = new Log('xa.ledger.example', 1);
const elsewhere = new Log('xb.ledger.example', 3);
const witness = new NoteKey('xb.witness.example', 2, 4);
const against = Object.fromEntries([['tomas', house.der.tomas], ['root', house.der.root]]
  .map(([name, der]) => [name, save(`rules/with/${name}.der`, der)]));
against.log = save('rules/with/ledger.vkey', log.vkey);
against.witness = save('rules/with/witness.vkey', witness.vkey);
against.roots = save('rules/with/roots.txt', `xa ${hex(house.der.root)}\n`);

// ---- README.md ------------------------------------------------------------------------------------------------------

const page = (name) => (id, says) => new Rule(`docs/protocol/${name}`, id, says);
let rule = page('README.md');
rule('VALUE-1', 'whole numbers within 2^53 - 1, in their shortest form')
  .good('json', 'largest.json', '[9007199254740991,-9007199254740991,0]')
  .bad('JSON-04', 'json', 'too-large.json', '[9007199254740992]').bad('JSON-04', 'json', 'fraction.json', '[1.0]')
  .bad('JSON-04', 'json', 'exponent.json', '[1e3]').bad('JSON-04', 'json', 'minus-zero.json', '[-0]');
rule('VALUE-2', 'no member stands twice in an object')
  .good('json', 'same-name-in-two-objects.json', '{"a":{"a":1}}')
  .bad('JSON-03', 'json', 'member-twice.json', '{"a":1,"b":{},"a":2}')
  .bad('JSON-03', 'json', 'member-twice-escaped.json', '{"a":1,"\\u0061":2}');
rule('VALUE-3', 'at most 32 levels')
  .good('json', '32-levels.json', '['.repeat(32) + ']'.repeat(32))
  .bad('JSON-05', 'json', '33-levels.json', '['.repeat(33) + ']'.repeat(33));
rule('VALUE-4', 'UTF-8 without a byte order mark, no lone surrogate, nothing beside the value')
  .good('json', 'pair-of-surrogates.json', '["\\ud83d\\ude00"]')
  .bad('JSON-02', 'json', 'byte-order-mark.json', '\ufeff{}').bad('JSON-02', 'json', 'lone-surrogate.json', '["\\ud800"]')
  .bad('JSON-02', 'json', 'two-values.json', '{}{}').bad('JSON-02', 'json', 'cut.json', '{"a":')
  .bad('JSON-02', 'json', 'octets-of-no-text.json', Buffer.from([0x22, 0xff, 0x22]))
  .bad('JSON-02', 'json', 'comma-at-the-end.json', '[1,]');

const id = '0192f0c1-7f00-7000-8000-0000000000aa';
const request = (change = {}) => written({schema: 'status_query/1', statement_id: '0192f0c1-7f00-7000-8000-0000000000ab', case_id: id,
  after: ['a'.repeat(64), 'b'.repeat(64)], from_desk: 'xa.desk', to_desks: ['xb.desk'], made_at: '2026-11-03T02:14:09Z',
  record: {text: 'What is the state?'}, ...change});
rule('VALUE-5', 'a digest is 64 lower-case hexadecimal digits')
  .good('payload', 'digests.json', request()).bad('VAL-01', 'payload', 'upper-case.json', request({after: ['A'.repeat(64)]}))
  .bad('VAL-01', 'payload', '63-digits.json', request({after: ['a'.repeat(63)]}));
rule('VALUE-6', 'a time is in UTC with whole seconds, in one spelling')
  .good('payload', 'time.json', request()).bad('VAL-03', 'payload', 'offset.json', request({made_at: '2026-11-03T02:14:09+00:00'}))
  .bad('VAL-03', 'payload', 'fraction.json', request({made_at: '2026-11-03T02:14:09.5Z'}))
  .bad('VAL-02', 'payload', 'no-zone.json', request({made_at: '2026-11-03T02:14:09'}))
  .bad('VAL-03', 'payload', '30-february.json', request({made_at: '2026-02-30T02:14:09Z'}));
rule('VALUE-7', 'an identifier is a UUID of version 7 in lower case')
  .good('payload', 'identifier.json', request()).bad('VAL-05', 'payload', 'version-4.json', request({case_id: '0192f0c1-7f00-4000-8000-0000000000aa'}))
  .bad('VAL-05', 'payload', 'upper-case.json', request({case_id: id.toUpperCase()}));

// ---- envelope.md ----------------------------------------------------------------------------------------------------

rule = page('envelope.md');
rule('ENV-1', 'a payload has exactly its members, each of its type')
  .good('payload', 'payload.json', request()).good('payload', 'envelope/payload.json')
  .bad('JSON-06', 'payload', 'no-object.json', '[]').bad('JSON-07', 'payload', 'member-missing.json', request({record: undefined}))
  .bad('JSON-08', 'payload', 'other-type.json', request({after: 'none'})).bad('JSON-09', 'payload', 'unknown-member.json', request({more: 1}));
rule('ENV-2', 'schema is a document and a version')
  .good('payload', 'schema.json', request()).bad('STMT-01', 'payload', 'no-version.json', request({schema: 'status_query'}))
  .bad('STMT-01', 'payload', 'upper-case.json', request({schema: 'Status_query/1'}))
  .bad('STMT-01', 'payload', 'version-with-a-zero.json', request({schema: 'status_query/01'}));
rule('ENV-3', 'another version is newer, whatever stands beside it')
  .good('payload', 'version-1.json', request()).bad('STMT-02', 'payload', 'version-2.json', request({schema: 'status_query/2'}))
  .bad('STMT-02', 'payload', 'version-2-with-other-members.json', request({schema: 'status_query/2', more: 1, record: undefined}));
rule('ENV-4', 'after is strictly ascending, and empty if and only if the statement opens')
  .good('payload', 'opens.json', request({after: [], statement_id: id}))
  .bad('STMT-03', 'payload', 'out-of-order.json', request({after: ['b'.repeat(64), 'a'.repeat(64)]}))
  .bad('STMT-03', 'payload', 'doubled.json', request({after: ['a'.repeat(64), 'a'.repeat(64)]}))
  .bad('STMT-03', 'payload', 'empty-in-a-later-one.json', request({after: []}))
  .bad('STMT-03', 'payload', 'parents-of-an-opening-one.json', request({statement_id: id}));
const parents = (count) => Array.from({length: count}, (_, i) => i.toString(16).padStart(64, '0'));
rule('ENV-5', 'at most 64 parents, at most 16 desks addressed')
  .good('payload', '64-parents.json', request({after: parents(64)}))
  .bad('STMT-03', 'payload', '65-parents.json', request({after: parents(65)}))
  .bad('STMT-01', 'payload', '17-desks.json', request({to_desks: Array.from({length: 17}, (_, i) => `xb.d${i}`)}));
rule('ENV-6', 'names are labels of a-z, 0-9 and hyphens, joined by dots, at most 64 octets')
  .good('payload', 'longest-name.json', request({from_desk: `xa.${'a'.repeat(61)}`}))
  .bad('STMT-01', 'payload', 'name-too-long.json', request({from_desk: `xa.${'a'.repeat(62)}`}))
  .bad('STMT-01', 'payload', 'upper-case.json', request({from_desk: 'XA.desk'}))
  .bad('STMT-01', 'payload', 'empty-label.json', request({to_desks: ['xb..desk']}));
rule('ENV-7', 'made_at is at most ten minutes after the receipt; how far behind does not matter')
  .shown('src/statement/statement_test.cpp', 'STMT-05');

const payload = request();
const claim = (change, options = {}) => house.authorise(payload, 'tomas', {claim: change, ...options});
rule('ENV-8', 'an authorisation has exactly its header, label and members, in at most 4,096 octets')
  .good('authorisation', 'authorisation.jws', claim(), against.tomas)
  .bad('SIGN-01', 'authorisation', 'other-label.jws', claim({label: 'comity/authorisation/v2'}), against.tomas)
  .bad('SIGN-01', 'authorisation', 'unknown-member.jws', claim({more: 1}), against.tomas)
  .bad('SIGN-01', 'authorisation', 'member-missing.jws', claim({role: undefined}), against.tomas)
  .bad('SIGN-01', 'authorisation', 'other-type.jws', claim({}, {header: {typ: 'JWT'}}), against.tomas)
  .bad('SIGN-01', 'authorisation', 'key-in-the-header.jws', claim({}, {header: {x5c: house.x5c('tomas')}}), against.tomas)
  .bad('SIGN-01', 'authorisation', 'too-large.jws', claim({role: 'a'.repeat(4096)}), against.tomas)
  .bad('SIGN-01', 'authorisation', 'two-parts.jws', claim().split('.').slice(0, 2).join('.'), against.tomas);
rule('ENV-9', 'an authorisation names the certificate it verifies with')
  .good('authorisation', 'certificate.jws', claim(), against.tomas)
  .bad('SIGN-02', 'authorisation', 'other-certificate.jws', house.authorise(payload, 'vera'), against.tomas);
const forgedClaim = claim().split('.');
forgedClaim[1] = url({...JSON.parse(Buffer.from(forgedClaim[1], 'base64url')), role: 'signing_officer'});
rule('ENV-10', 'an authorisation is signed by the person, ES256')
  .good('authorisation', 'signed.jws', claim(), against.tomas)
  .bad('SIGN-03', 'authorisation', 'altered.jws', forgedClaim.join('.'), against.tomas)
  .bad('SIGN-03', 'authorisation', 'by-another-key.jws', claim({}, {by: 'vera'}), against.tomas);

const both = [house.authorise(payload, 'tomas'), house.authorise(payload, 'vera')];
const envelope = house.envelope(payload, both);
const edited = (change) => written({...JSON.parse(envelope), ...change});
rule('ENV-11', 'an envelope has at most 131,072 octets')
  .good('envelope', 'envelope.json', envelope).bad('SIGN-04', 'envelope', 'too-large.json', envelope.padEnd(131073));
rule('ENV-12', 'an envelope has its four members and no other')
  .good('envelope', 'envelope/envelope.json')
  .bad('SIGN-05', 'envelope', 'unprotected-header.json', edited({header: {kid: '1'}}))
  .bad('SIGN-05', 'envelope', 'signatures.json', edited({signatures: []}))
  .bad('SIGN-05', 'envelope', 'member-missing.json', edited({authorisations: undefined}))
  .bad('SIGN-05', 'envelope', 'compact.json', `"${house.jws({alg: 'ES256'}, payload, 'desk')}"`);
const made = (options, list = both) => house.envelope(payload, list, options);
rule('ENV-13', 'the protected header has alg ES256 and its typ, and no member that points to a key')
  .good('envelope', 'header.json', envelope).bad('SIGN-05', 'envelope', 'other-alg.json', made({change: {alg: 'ES384'}}))
  .bad('SIGN-05', 'envelope', 'alg-none.json', made({change: {alg: 'none'}}))
  .bad('SIGN-05', 'envelope', 'other-typ.json', made({change: {typ: 'comity-letter+json'}}))
  .bad('SIGN-05', 'envelope', 'jwk.json', made({change: {jwk: {kty: 'EC'}}}))
  .bad('SIGN-05', 'envelope', 'crit.json', made({change: {crit: ['exp']}}))
  .bad('SIGN-05', 'envelope', 'base64-with-padding.json', edited({payload: `${JSON.parse(envelope).payload}=`}));
rule('ENV-14', 'x5c has one to four certificates, each issued by the next')
  .good('envelope', 'chain.json', envelope)
  .bad('SIGN-08', 'envelope', 'namesake-of-the-root.json', made({chain: ['desk', 'second']}))
  .bad('SIGN-08', 'envelope', 'issuer-is-no-ca.json', made({chain: ['desk', 'other']}))
  .bad('SIGN-08', 'envelope', 'no-certificate.json', made({change: {x5c: []}}));
const altered = url(payload.replace('xb.desk', 'xc.desk'));
rule('ENV-15', 'the first certificate has signed header and payload')
  .good('envelope', 'signed.json', envelope).bad('SIGN-06', 'envelope', 'altered-payload.json', edited({payload: altered}))
  .bad('SIGN-06', 'envelope', 'by-another-key.json', made({by: 'other', chain: ['desk', 'root']}));
rule('ENV-16', 'the protected header has no other member')
  .good('envelope', 'members.json', envelope).bad('SIGN-05', 'envelope', 'kid.json', made({change: {kid: '1'}}));
rule('ENV-17', 'auth binds the list of authorisations as it stands')
  .good('envelope', 'without-authorisations.json', made({}, []))
  .bad('SIGN-07', 'envelope', 'one-stripped.json', edited({authorisations: both.slice(0, 1)}))
  .bad('SIGN-07', 'envelope', 'reordered.json', edited({authorisations: [...both].reverse()}))
  .bad('SIGN-07', 'envelope', 'one-added.json', edited({authorisations: [...both, claim()]}));
rule('ENV-18', 'a payload has at most 65,536 octets')
  .good('envelope', 'largest.json', house.envelope(payload.padEnd(65536)))
  .bad('SIGN-04', 'envelope', 'payload-too-large.json', house.envelope(payload.padEnd(65537)));
rule('ENV-19', 'at most 16 authorisations, none with a line feed in it')
  .good('envelope', '16-authorisations.json', made({}, Array(16).fill('a')))
  .bad('SIGN-05', 'envelope', '17-authorisations.json', made({}, Array(17).fill('a')))
  .bad('SIGN-05', 'envelope', 'line-feed.json', made({}, ['a\nb']));
rule('ENV-20', 'an envelope is read and kept as it was received')
  .good('envelope', 'with-white-space.json', JSON.stringify(JSON.parse(envelope), null, 2))
  .shown('src/signed/envelope_test.cpp', 'TEST');

// ---- keys.md --------------------------------------------------------------------------------------------------------

rule = page('keys.md');
rule('CERT-1', 'a certificate is DER, at most 8,192 octets, with nothing behind it')
  .good('certificate', 'certificate/desk.der')
  .bad('CRYPTO-01', 'certificate', 'octet-more.der', Buffer.concat([house.der.desk, Buffer.of(0)]))
  .bad('CRYPTO-01', 'certificate', 'cut.der', house.der.desk.subarray(0, -1));
rule('CERT-2', 'its key is P-256')
  .good('certificate', 'certificate/root.der').bad('CRYPTO-02', 'certificate', 'certificate/p384.der')
  .bad('CRYPTO-02', 'certificate', 'certificate/rsa.der');
rule('CERT-3', 'a chain: the issuer is a CA, names and key identifiers match, the signature verifies')
  .good('certificate', 'certificate/desk.der', undefined, 'certificate/root.der')
  .bad('CRYPTO-04', 'certificate', 'certificate/desk.der', undefined, 'certificate/namesake_root.der')
  .bad('CRYPTO-04', 'certificate', 'certificate/issued_by_desk.der', undefined, 'certificate/desk.der');
rule('CERT-4', 'no critical extension that the reader does not know')
  .good('certificate', 'issued.der', house.der.desk, against.root)
  .bad('CRYPTO-05', 'certificate', 'certificate/unknown_critical.der', undefined, 'certificate/root.der');
rule('CERT-5', 'the signature of a certificate is ecdsa-with-SHA256')
  .good('certificate', 'certificate/desk.der', undefined, 'certificate/root.der')
  .bad('CRYPTO-04', 'certificate', 'certificate/sha512.der', undefined, 'certificate/root.der');

// ---- key-sets.md ----------------------------------------------------------------------------------------------------

const oldSet = JSON.parse(Buffer.from(JSON.parse(old('envelope/key_set.json')).payload, 'base64url')).record;
const person = (name, role) => ({certificate: house.x5c(name)[0], desks: [], name, person: `xa.${name}`, roles: [role]});
const set = (change = {}) => ({node: 'xa', serial: 1, from_index: 0, root: house.x5c('root')[0], next_root: hex(house.der.root),
  origin: log.name, ledger_key: log.vkey, endpoint: 'https://192.0.2.10:8443', tls: [hex('a TLS certificate')],
  desks: [{certificate: house.x5c('desk')[0], desk: 'xa.desk', recipient: oldSet.desks[0].recipient, suite: oldSet.desks[0].suite}],
  persons: [person('idris', 'administrator'), person('maryam', 'administrator'), person('tomas', 'approver')], ...change});
const desks = (change) => set({desks: [{...set().desks[0], ...change}]});
rule = page('key-sets.md');
rule('SET-1', 'a key set has exactly its members, each of its form')
  .good('key-set', 'key-set.json', written(set()))
  .bad('SIGN-10', 'key-set', 'unknown-member.json', written(set({more: 1})))
  .bad('SIGN-10', 'key-set', 'member-missing.json', written(set({endpoint: undefined})))
  .bad('SIGN-10', 'key-set', 'serial-zero.json', written(set({serial: 0})))
  .bad('SIGN-10', 'key-set', 'previous-in-the-first.json', written(set({previous: 'a'.repeat(64)})))
  .bad('SIGN-10', 'key-set', 'no-previous-in-the-second.json', written(set({serial: 2})))
  .bad('SIGN-10', 'key-set', 'unknown-member-of-a-desk.json', written(desks({more: 1})));
rule('SET-2', 'no name and no certificate stands twice')
  .good('key-set', 'distinct.json', written(set()))
  .bad('SIGN-10', 'key-set', 'person-twice.json', written(set({persons: [person('idris', 'approver'), person('idris', 'approver')]})))
  .bad('SIGN-10', 'key-set', 'certificate-twice.json', written(desks({certificate: house.x5c('idris')[0]})));
rule('SET-3', 'a recipient is of the suite beside it; a later suite stands')
  .good('key-set', 'later-suite.json', written(desks({suite: 'age-later', recipient: 'later1qqq'})))
  .bad('SIGN-10', 'key-set', 'recipient-of-another-suite.json', written(desks({suite: 'age-mlkem768x25519'})))
  .bad('SIGN-10', 'key-set', 'no-recipient.json', written(desks({recipient: 'age1'})));

const setPayload = (change) => written({schema: 'key_set/1', statement_id: id, case_id: id, after: [], from_desk: 'xa',
  to_desks: [], made_at: '2026-11-03T02:14:09Z', record: set(change)});
const byAdministrators = (text, names) => names.map((name) => house.jws({alg: 'ES256', typ: 'comity-authorisation+json',
  'x5t#S256': url(hash(house.der[name]))}, {act: 'key_set', desk: 'xa', label: 'comity/authorisation/v1', payload: hex(text),
  person: `xa.${name}`, role: 'administrator', time: '2026-11-03T02:14:09Z'}, name));
// A chain of two: what is signed, by whom, and where the log has it.
function chain({first = {}, second = {}, administrators = ['idris', 'maryam'], by = 'root', slips = true, founder = 'root'} = {}) {
  const own = new Log('xa.ledger.example', 1);
  const one = setPayload(first);
  const lines = [house.envelope(one, [], {by: founder, chain: [founder]})];
  if (second) {
    const two = setPayload({serial: 2, previous: hex(one), ...second});
    lines.push(house.envelope(two, byAdministrators(two, administrators), {by, chain: [by]}));
  }
  for (const line of lines) own.add(line);
  return lines.map((line, i) => `${written(own.slip(slips ? i : lines.length - 1 - i))}\n${line}\n`).join('');
}
rule('SET-4', 'the first key set has serial 1 and is signed by the trusted root')
  .good('chain', 'one.chain', chain({second: null}), against.roots)
  .bad('SIGN-12', 'chain', 'another-root.chain', chain({second: null, founder: 'second', first: {root: house.x5c('second')[0]}}), against.roots)
  .bad('SIGN-11', 'chain', 'begins-with-2.chain', chain({second: null, first: {serial: 2, previous: 'a'.repeat(64)}}), against.roots);
rule('SET-5', 'a later one has the next serial and names the payload before it')
  .good('chain', 'two.chain', chain(), against.roots)
  .good('chain', 'envelope/chain', undefined, save('rules/with/envelope-roots.txt', `xa ${hex(old('envelope/root.der'))}\n`))
  .bad('SIGN-11', 'chain', 'serial-3.chain', chain({second: {serial: 3}}), against.roots)
  .bad('SIGN-11', 'chain', 'other-previous.chain', chain({second: {previous: 'a'.repeat(64)}}), against.roots);
rule('SET-6', 'its root is that of the one before, or the next one that it named')
  .good('chain', 'next-root.chain', chain({first: {next_root: hex(house.der.second)}, by: 'second',
    second: {root: house.x5c('second')[0]}}), against.roots)
  .bad('SIGN-12', 'chain', 'root-not-named.chain', chain({by: 'second', second: {root: house.x5c('second')[0]}}), against.roots)
  .bad('SIGN-12', 'chain', 'names-another-root.chain', chain({second: {root: house.x5c('second')[0]}}), against.roots);
rule('SET-7', 'two administrators of the one before authorise it')
  .good('chain', 'two-administrators.chain', chain(), against.roots)
  .good('chain', 'fewer-than-two-before.chain', chain({first: {persons: []}, administrators: []}), against.roots)
  .bad('SIGN-13', 'chain', 'one-administrator.chain', chain({administrators: ['idris']}), against.roots)
  .bad('SIGN-13', 'chain', 'one-of-them-twice.chain', chain({administrators: ['idris', 'idris']}), against.roots)
  .bad('SIGN-13', 'chain', 'one-who-is-none.chain', chain({administrators: ['idris', 'tomas']}), against.roots);
rule('SET-8', 'node and ledger stay the same')
  .good('chain', 'same-ledger.chain', chain(), against.roots)
  .bad('EXCH-07', 'chain', 'another-node.chain', chain({second: null, first: {node: 'xb'}}), against.roots);
rule('SET-9', 'each slip proves its envelope in the ledger that the key set names')
  .good('chain', 'proven.chain', chain(), against.roots)
  .bad('LEDGER-19', 'chain', 'slips-swapped.chain', chain({slips: false}), against.roots)
  .bad('LEDGER-14', 'chain', 'another-ledger.chain', chain({second: null, first: {ledger_key: elsewhere.vkey}}), against.roots)
  .bad('EXCH-06', 'chain', 'empty.chain', '', against.roots);
rule('SET-10', 'a statement is judged by the key set in force at its index')
  .shown('src/signed/key_chain_test.cpp', 'SIGN-16').shown('tests/conformance/alter.mjs', 'signed with the key of another desk');

// ---- ledger.md ------------------------------------------------------------------------------------------------------

rule = page('ledger.md');
log.add(envelope);
log.add('another act');
log.add('a third act');
const [entry] = log.entries;
const again = (bytes, at, octet) => Buffer.from(bytes.map((each, i) => (i === at ? octet : each)));
rule('LOG-1', 'an entry has 129 octets and version 1')
  .good('entry', 'entry', entry).bad('LEDGER-07', 'entry', 'version-2', again(entry, 0, 2))
  .bad('LEDGER-07', 'entry', '128-octets', entry.subarray(0, 128)).bad('LEDGER-07', 'entry', '130-octets', Buffer.concat([entry, Buffer.of(0)]));
const behindLength = (bytes) => Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 255), bytes]);
rule('LOG-2', 'a file of entries has each behind its length')
  .good('entries', 'ledger/log/tile/entries/000.p/5').good('entries', 'three', Buffer.concat(log.entries.map(behindLength)))
  .bad('LEDGER-09', 'entries', 'cut', behindLength(entry).subarray(0, -1)).bad('LEDGER-09', 'entries', 'other-length', behindLength(entry.subarray(1)));
const paths = rule('LOG-3', 'a tile has one name')
  .good('tile-path', 'full', 'tile/0/x001/x234/067').good('tile-path', 'partial', 'tile/entries/000.p/5');
for (const [name, path] of [['zero-group', 'tile/0/x000/001'], ['level-with-zero', 'tile/00/000'], ['width-0', 'tile/0/000.p/0'],
  ['width-256', 'tile/0/000.p/256'], ['level-64', 'tile/64/000'], ['two-digits', 'tile/0/00'], ['dots', 'tile/../checkpoint'],
  ['index-too-large', 'tile/0/x009/x223/x372/x036/x854/x775/808']]) {
  paths.bad('LEDGER-08', 'tile-path', name, path);
}
rule('LOG-4', 'a verifier key has a name, its id and a key of a known type')
  .good('vkey', 'log', log.vkey).good('vkey', 'witness', witness.vkey)
  .bad('LEDGER-10', 'vkey', 'other-id', log.vkey.replace(/\+[0-9a-f]{8}/, '+00000000'))
  .bad('LEDGER-10', 'vkey', 'name-with-a-space', log.vkey.replace('.ledger', ' ledger'))
  .bad('LEDGER-10', 'vkey', 'unknown-type', new NoteKey('xa.ledger.example', 1, 9).vkey);
const note = log.checkpoint();
rule('LOG-5', 'a note is ASCII text, a blank line and one to 64 lines of signatures, at most 16,384 octets')
  .good('checkpoint', 'note', note, against.log)
  .bad('LEDGER-11', 'checkpoint', 'no-signature', `${log.text()}\n`, against.log)
  .bad('LEDGER-11', 'checkpoint', 'no-line-end', note.slice(0, -1), against.log)
  .bad('LEDGER-11', 'checkpoint', 'control-character', note.replace('example', 'exam\u0001ple'), against.log)
  .bad('LEDGER-11', 'checkpoint', 'base64-without-padding', note.replace(/=*\n$/, '\n').replace(/.\n$/, '\n'), against.log)
  .bad('LEDGER-11', 'checkpoint', '65-signatures', log.text() + '\n' + log.line(log.text()).repeat(65), against.log);
const wrong = note.replace(/(\u2014 \S+ .{20})(.)/, (_, before, each) => before + (each === 'A' ? 'B' : 'A'));
rule('LOG-6', 'a signature of a known key that does not verify refuses the whole note')
  .good('checkpoint', 'unknown-key-beside', note + elsewhere.line(log.text()), against.log)
  .bad('LEDGER-12', 'checkpoint', 'wrong-signature', wrong, against.log)
  .bad('LEDGER-12', 'checkpoint', 'one-good-one-wrong', note + wrong.slice(wrong.lastIndexOf('\u2014')), against.log);
rule('LOG-7', 'the text of a checkpoint is origin, size and root')
  .good('checkpoint', 'three-lines', note, against.log)
  .bad('LEDGER-13', 'checkpoint', 'extension-line', log.checkpoint(`${log.text()}more\n`), against.log)
  .bad('LEDGER-13', 'checkpoint', 'size-with-zero', log.checkpoint(log.text().replace('\n3\n', '\n03\n')), against.log)
  .bad('LEDGER-13', 'checkpoint', 'short-root', log.checkpoint(`${log.name}\n3\nAAAA\n`), against.log);
rule('LOG-8', 'the origin is the name of the key that signed')
  .good('checkpoint', 'ledger/log/checkpoint', undefined, save('rules/with/ledger-log.vkey', old('ledger/log/vkey').toString().trimEnd()))
  .bad('LEDGER-14', 'checkpoint', 'other-origin', log.checkpoint(elsewhere.checkpoint.call(log).replace(log.name, 'xc.ledger.example').split('\n\n')[0] + '\n'), against.log)
  .bad('LEDGER-14', 'checkpoint', 'not-signed-by-the-log', `${log.text()}\n${elsewhere.line(log.text())}`, against.log);
const cosigned = note + witness.cosignature(log.text(), 1790000000);
rule('LOG-9', 'a witness signs its time and the text')
  .good('cosigned', 'cosigned', cosigned, against.witness)
  .bad('LEDGER-12', 'cosigned', 'without-the-witness', note, against.witness)
  .bad('LEDGER-12', 'cosigned', 'of-another-text', note + witness.cosignature('another text\n', 1790000000), against.witness);
const slip = log.slip(0);
rule('LOG-10', 'a slip is one line with its members in order, at most 24,576 octets')
  .good('slip', 'slip.json', written(slip)).good('slip', 'letter/slip.json')
  .bad('LEDGER-18', 'slip', 'white-space.json', JSON.stringify(slip, null, 1)).bad('LEDGER-18', 'slip', 'unknown-member.json', written({...slip, more: 1}))
  .bad('LEDGER-18', 'slip', 'member-missing.json', written({...slip, salt: undefined}))
  .bad('LEDGER-18', 'slip', 'order.json', JSON.stringify(Object.fromEntries(Object.entries(slip).reverse())))
  .bad('LEDGER-18', 'slip', '65-hashes.json', written({...slip, proof: Array(65).fill(slip.proof[0])}));
const enclosed = (change, act = envelope) => `${written({...slip, ...change})}\n${act}\n`;
rule('LOG-11', 'the proof leads from the entry at its index to the root of the checkpoint')
  .good('enclosure', 'proven', enclosed({}), against.log)
  .bad('MERKLE-04', 'enclosure', 'another-index', enclosed({index: 1}), against.log)
  .bad('MERKLE-02', 'enclosure', 'index-not-in-the-log', enclosed({index: 3}), against.log)
  .bad('MERKLE-03', 'enclosure', 'hash-missing', enclosed({proof: slip.proof.slice(1)}), against.log)
  .bad('MERKLE-03', 'enclosure', 'hash-more', enclosed({proof: [...slip.proof, slip.proof[0]]}), against.log)
  .bad('LEDGER-14', 'enclosure', 'another-log', enclosed({origin: 'xb.ledger.example'}), against.log);
rule('LOG-12', 'the entry commits to exactly these octets, with this salt')
  .good('enclosure', 'committed', enclosed({}), against.log)
  .bad('LEDGER-19', 'enclosure', 'another-act', enclosed({}, house.envelope(payload)), against.log)
  .bad('LEDGER-19', 'enclosure', 'another-salt', enclosed({salt: log.salts[1].toString('base64')}), against.log);

// ---- letter.md ------------------------------------------------------------------------------------------------------

rule = page('letter.md');
const sealed = old('letter/letter').subarray(old('letter/letter').indexOf(10) + 1);
const head = (change = {}) => ({schema: 'letter/1', letter_id: '0192f0c1-7f00-7000-8000-0000000000bb', from_node: 'xa', to_node: 'xb',
  from_desk: 'xa.desk', to_desk: 'xb.desk', made_at: '2026-11-03T02:14:09Z', expires: '2026-11-10T02:14:09Z', suite: 'age-x25519',
  sealed_digest: hex(sealed), sealed_length: sealed.length, checkpoint: note, ...change});
const letter = (change, {header = {}, by = 'desk', body = sealed} = {}) => Buffer.concat([Buffer.from(`${house.jws({alg: 'ES256',
  typ: 'comity-letter+json', x5c: house.x5c('desk', 'root'), ...header}, head(change), by)}\n`), body]);
rule('MAIL-1', 'an enclosure is two lines, slip and envelope, each with its end')
  .good('enclosure', 'letter/enclosure').bad('EXCH-01', 'enclosure', 'one-line', `${written(slip)}\n`)
  .bad('EXCH-01', 'enclosure', 'no-line-end', enclosed({}).slice(0, -1)).bad('EXCH-01', 'enclosure', 'three-lines', `${enclosed({})}more\n`)
  .bad('EXCH-01', 'enclosure', 'empty-line', `\n${envelope}\n`);
rule('MAIL-2', 'the header is a JWS of its type with a chain, and exactly its members')
  .good('letter', 'letter', letter()).good('letter', 'letter/letter')
  .bad('EXCH-02', 'letter', 'unknown-member', letter({more: 1})).bad('EXCH-02', 'letter', 'member-missing', letter({expires: undefined}))
  .bad('EXCH-02', 'letter', 'newer-schema', letter({schema: 'letter/2'})).bad('EXCH-02', 'letter', 'unknown-suite', letter({suite: 'age-later'}))
  .bad('EXCH-02', 'letter', 'other-type', letter({}, {header: {typ: 'comity-statement+json'}}))
  .bad('EXCH-02', 'letter', 'broken-chain', letter({}, {header: {x5c: house.x5c('desk', 'second')}}))
  .bad('EXCH-02', 'letter', 'no-header-line', sealed.subarray(0, 20));
rule('MAIL-3', 'the first certificate has signed the header')
  .good('letter', 'signed', letter()).bad('EXCH-03', 'letter', 'by-another-key', letter({}, {by: 'other'}));
rule('MAIL-4', 'the sealed part has the length and the digest of the header')
  .good('letter', 'whole', letter()).bad('EXCH-04', 'letter', 'cut', letter().subarray(0, -1))
  .bad('EXCH-04', 'letter', 'octet-more', Buffer.concat([letter(), Buffer.of(0)]))
  .bad('EXCH-04', 'letter', 'altered', letter({}, {body: again(sealed, sealed.length - 1, sealed.at(-1) ^ 1)}));
const large = (length) => {
  const body = Buffer.alloc(length - letter({sealed_length: 100000}).length + sealed.length);
  return letter({sealed_length: body.length, sealed_digest: hex(body)}, {body});
};
rule('MAIL-5', 'a letter has at most 262,144 octets')
  .good('letter', 'largest', large(262144)).bad('EXCH-05', 'letter', 'too-large', large(262145));

// ---- package.md -----------------------------------------------------------------------------------------------------

rule = page('package.md');
const outer = JSON.parse(old('package/outer.json'));
const inner = JSON.parse(old('package/inner.json'));
const cover = (change = {}, {header = {}, by = 'desk'} = {}) => house.jws({alg: 'ES256', typ: 'comity-package+json',
  x5c: house.x5c('desk', 'root'), ...header}, {...outer, ...change}, by);
const firstObject = (change) => ({objects: [{...outer.objects[0], ...change}, ...outer.objects.slice(1)]});
rule('PACK-1', 'the cover is a JWS of its type, signed by the first certificate')
  .good('outer-manifest', 'cover.jws', cover()).good('outer-manifest', 'package/outer.jws')
  .bad('PKG-05', 'outer-manifest', 'by-another-key.jws', cover({}, {by: 'other'}))
  .bad('PKG-05', 'outer-manifest', 'other-type.jws', cover({}, {header: {typ: 'comity-package-inner+json'}}))
  .bad('PKG-05', 'outer-manifest', 'broken-chain.jws', cover({}, {header: {x5c: house.x5c('desk', 'second')}}));
rule('PACK-2', 'another type, version or suite is newer')
  .good('outer-manifest', 'version-1.jws', cover()).bad('PKG-01', 'outer-manifest', 'version-2.jws', cover({version: 2}))
  .bad('PKG-01', 'outer-manifest', 'other-type-inside.jws', cover({type: 'comity/parcel'}))
  .bad('PKG-19', 'outer-manifest', 'unknown-suite.jws', cover({suite: 'age-later'}));
rule('PACK-3', 'the cover has exactly its members, within their bounds')
  .good('outer-manifest', 'members.jws', cover()).bad('JSON-09', 'outer-manifest', 'unknown-member.jws', cover({more: 1}))
  .bad('JSON-07', 'outer-manifest', 'member-missing.jws', cover({expires: undefined}))
  .bad('PKG-02', 'outer-manifest', 'no-recipient.jws', cover({recipients: []}))
  .bad('PKG-02', 'outer-manifest', 'recipient-twice.jws', cover({recipients: [...outer.recipients, ...outer.recipients]}))
  .bad('PKG-02', 'outer-manifest', 'expires-before-created.jws', cover({expires: outer.created}))
  .bad('PKG-02', 'outer-manifest', 'other-chunk-size.jws', cover(firstObject({chunk_size: 65536})))
  .bad('PKG-02', 'outer-manifest', 'empty-object.jws', cover(firstObject({length: 0})))
  .bad('PKG-02', 'outer-manifest', 'index-out-of-order.jws', cover(firstObject({index: 1})))
  .bad('PKG-02', 'outer-manifest', 'even-number-of-objects.jws', cover({objects: outer.objects.slice(0, 4)}));
const within = (change = {}) => written({...inner, ...change});
const piece = (change) => within({objects: [{...inner.objects[0], ...change}, ...inner.objects.slice(1)]});
rule('PACK-4', 'the sealed manifest has exactly its members, within their bounds')
  .good('inner-manifest', 'package/inner.json').bad('PKG-01', 'inner-manifest', 'version-2.json', within({version: 2}))
  .bad('JSON-09', 'inner-manifest', 'unknown-member.json', within({more: 1}))
  .bad('PKG-02', 'inner-manifest', 'media-type.json', piece({media_type: 'Text/Plain; charset=utf-8'}))
  .bad('PKG-02', 'inner-manifest', 'index-from-zero.json', piece({index: 0}))
  .bad('PKG-02', 'inner-manifest', 'no-objects.json', within({objects: []}));
const names = rule('PACK-5', 'a name has 1 to 255 octets in form NFC, of the categories and signs allowed')
  .good('name', 'name', 'Session log \u00e9tendu (2).txt');
for (const [name, text] of [['empty', ''], ['slash', 'a/b'], ['backslash', 'a\\b'], ['device', 'CON.txt'], ['dot-at-the-end', 'a.'],
  ['space-at-the-start', ' a'], ['decomposed', 'e\u0301tendu'], ['right-to-left', 'a\u202etxt.exe'], ['line-feed', 'a\nb'],
  ['too-long', 'a'.repeat(256)], ['no-text', Buffer.from([0x61, 0xff])]]) {
  names.bad('PKG-03', 'name', name, text);
}
const named = (first, second) => within({objects: [{...inner.objects[0], name: first}, {...inner.objects[1], name: second}]});
rule('PACK-6', 'no two names are equal after NFKC and case folding')
  .good('inner-manifest', 'distinct-names.json', named('a.txt', 'b.txt')).bad('PKG-04', 'inner-manifest', 'case.json', named('a.txt', 'A.TXT'))
  .bad('PKG-04', 'inner-manifest', 'ligature.json', named('file.txt', '\ufb01le.txt'));
const custody = inner.custody[0];
const kept = (change = {}) => written({...custody, ...change});
rule('PACK-7', 'a custody record has its members; release and receive, and only they, have a hand-over')
  .good('custody', 'custody.json', kept()).bad('JSON-09', 'custody', 'unknown-member.json', kept({more: 1}))
  .bad('PKG-02', 'custody', 'unknown-act.json', kept({act: 'copy'})).bad('PKG-22', 'custody', 'release-without-hand-over.json', kept({act: 'release'}))
  .bad('PKG-22', 'custody', 'ended-before-it-started.json', kept({when: {...custody.when, ended: '2026-11-03T02:04:08Z'}}));
const empty = `comity/midstates/v1 0 ${hex('')}\n`;
const states = (text, ...more) => Buffer.concat([Buffer.from(text), ...more]);
rule('PACK-8', 'midstates: a first line, then 32 octets for each whole MiB')
  .good('midstates', 'empty', empty).good('midstates', 'one', states(`comity/midstates/v1 1048576 ${hex('a')}\n`, hash('b')))
  .bad('PKG-20', 'midstates', 'version-2', empty.replace('v1', 'v2')).bad('PKG-20', 'midstates', 'leading-zero', empty.replace(' 0 ', ' 00 '))
  .bad('PKG-20', 'midstates', 'state-more', states(empty, hash('b'))).bad('PKG-20', 'midstates', 'state-missing', `comity/midstates/v1 1048576 ${hex('a')}\n`)
  .bad('PKG-20', 'midstates', 'upper-case', empty.toUpperCase());

// ---- sealing.md -----------------------------------------------------------------------------------------------------

rule = page('sealing.md');
const short = old('age/short.age');
const header = short.subarray(0, short.indexOf(10, short.indexOf('---')) + 1).toString('latin1');
rule('BOX-1', 'a sealed file begins as age v1, in binary form')
  .good('age-header', 'age/short.age').good('age-header', 'age/hybrid_short.age')
  .bad('AGE-01', 'age-header', 'version-2', header.replace('v1', 'v2')).bad('AGE-01', 'age-header', 'armour', '-----BEGIN AGE ENCRYPTED FILE-----\n');
rule('BOX-2', 'its header is in one spelling')
  .good('age-header', 'two-stanzas', old('age/two_recipients.age'))
  .bad('AGE-02', 'age-header', 'carriage-return', header.replace('\n', '\r\n').replace('age-encryption.org/v1\r', 'age-encryption.org/v1').replace(/\n---/, '\r\n---'))
  .bad('AGE-02', 'age-header', 'two-spaces', header.replace('-> X25519 ', '-> X25519  ')).bad('AGE-02', 'age-header', 'padding', header.replace(/\n---/, '=\n---'))
  .bad('AGE-02', 'age-header', 'mac-cut', header.slice(0, -3) + '\n');
rule('BOX-3', 'its header has at most 65,536 octets')
  .good('age-header', 'age/hybrid_two_recipients.age')
  .bad('AGE-03', 'age-header', 'too-large', `age-encryption.org/v1\n-> grease ${'a'.repeat(66000)}\n\n${header.slice(header.indexOf('---'))}`);
const recipient = old('age/recipient.txt').toString().trimEnd();
rule('BOX-4', 'a recipient is Bech32 in lower case, of a suite')
  .good('recipient', 'x25519', recipient).good('recipient', 'hybrid', old('age/hybrid_recipient.txt').toString().trimEnd())
  .bad('AGE-10', 'recipient', 'upper-case', recipient.toUpperCase()).bad('AGE-10', 'recipient', 'wrong-checksum', recipient.replace(/.$/, (each) => (each === 'q' ? 'p' : 'q')))
  .bad('AGE-10', 'recipient', 'line-end', `${recipient}\n`).bad('AGE-10', 'recipient', 'identity', 'AGE-SECRET-KEY-1');

// ---- courier.md -----------------------------------------------------------------------------------------------------

rule = page('courier.md');
const listed = (...names) => names.map((name) => `courier/bad/${name}.json`);
const lists = (code, names, one) => listed(...names).forEach((path) => one.bad(code, 'courier-list', path));
lists('EXCH-20', ['EXCH-20-another-schema', 'EXCH-20-complete-holds-a-number', 'EXCH-20-cut', 'EXCH-20-digest-in-capitals',
  'EXCH-20-length-negative', 'EXCH-20-length-zero', 'EXCH-20-member-twice', 'EXCH-20-missing-chain', 'EXCH-20-name-with-a-slash',
  'EXCH-20-no-schema', 'EXCH-20-package-id-is-a-path'], rule('CARRY-1', 'the list has exactly its members, each of its form').good('courier-list', 'courier/head.json'));
lists('EXCH-21', ['EXCH-21-newer-version', 'EXCH-21-unknown-member', 'EXCH-21-unknown-member-of-a-part'],
  rule('CARRY-2', 'another version, and an unknown member, are newer').good('courier-list', 'courier/head.json'));
lists('EXCH-23', ['EXCH-23-chain-too-large', 'EXCH-23-letter-too-large', 'EXCH-23-manifest-too-large'],
  rule('CARRY-3', 'numbers and lengths are within the limits').good('courier-list', 'courier/head.json'));

// ---- bundle.md ------------------------------------------------------------------------------------------------------

rule = page('bundle.md');
const bundle = (change = {}) => `${written({case_id: id, made_at: '2026-11-03T02:14:09Z', node: 'xa', schema: 'bundle/1', ...change})}\n`;
rule('COURT-1', 'bundle.json has exactly its members; another version is newer')
  .good('bundle-head', 'bundle.json', bundle()).bad('VER-21', 'bundle-head', 'version-2.json', bundle({schema: 'bundle/2'}))
  .bad('VER-02', 'bundle-head', 'no-node.json', bundle({node: undefined})).bad('VER-02', 'bundle-head', 'other-schema.json', bundle({schema: 'files/1'}));
const roots = (...lines) => lines.map((each) => `${each}\n`).join('');
rule('COURT-2', 'roots.txt has a line for each node, none twice')
  .good('bundle-roots', 'roots.txt', roots(`xa ${hex('a')}`, `xb ${hex('b')}`))
  .bad('VER-03', 'bundle-roots', 'node-twice.txt', roots(`xa ${hex('a')}`, `xa ${hex('b')}`)).bad('VER-03', 'bundle-roots', 'upper-case.txt', roots(`xa ${hex('a').toUpperCase()}`));
rule('COURT-3', 'SHA256SUMS is in the form of sha256sum, in byte order of the paths')
  .good('bundle-sums', 'sums', roots(`${hex('a')}  a`, `${hex('b')}  b`)).bad('VER-04', 'bundle-sums', 'out-of-order', roots(`${hex('b')}  b`, `${hex('a')}  a`))
  .bad('VER-04', 'bundle-sums', 'one-space', roots(`${hex('a')} a`)).bad('VER-04', 'bundle-sums', 'no-line-end', `${hex('a')}  a`);

// ---- records.md -----------------------------------------------------------------------------------------------------

rule = page('records.md');
const example = JSON.parse(readFileSync(join(data, 'casework.json'))).kinds.preservation_request.example;
const record = (document, body) => request({schema: `${document}/1`, after: [], statement_id: id, record: body});
const asked = (change) => record('preservation_request', {...example, ...change});
rule('FIELD-1', 'a record has the types of its table')
  .good('record', 'request.json', asked({})).bad('REC-03', 'record', 'number-for-text.json', asked({volatile_reason: 7}))
  .bad('REC-03', 'record', 'null.json', asked({ask_location_information: null}));
rule('FIELD-2', 'no member that the table does not name')
  .good('record', 'document.json', request()).bad('REC-04', 'record', 'unknown-member.json', asked({more: 1}))
  .bad('REC-04', 'record', 'unknown-member-of-a-document.json', request({record: {text: 'a', more: 1}}));
rule('FIELD-3', 'what is required is there and not empty')
  .good('record', 'required.json', asked({})).bad('REC-05', 'record', 'missing.json', asked({volatile_reason: undefined}))
  .bad('REC-05', 'record', 'null.json', asked({period_days: null}))
  .bad('REC-05', 'record', 'blank.json', asked({volatile_reason: '  '})).bad('REC-05', 'record', 'empty-list.json', asked({identifiers: []}));
rule('FIELD-4', 'a text has the form of its type')
  .good('record', 'forms.json', asked({})).bad('REC-06', 'record', 'date.json', asked({expected_mla_date: '2026-02-30'}))
  .bad('REC-06', 'record', 'package-id.json', request({schema: 'usage_report/1', record: {text: 'a', package_id: 'package'}}));
rule('FIELD-5', 'a text is not longer than its type says')
  .good('record', 'longest.json', request({record: {text: 'a'.repeat(20000)}}))
  .bad('REC-07', 'record', 'too-long.json', request({record: {text: 'a'.repeat(20001)}}));
rule('FIELD-6', 'a code is one of its list, and one that this document may carry')
  .good('record', 'code.json', record('decision_grant', {outcome: 'granted'})).bad('REC-08', 'record', 'unknown-code.json', record('decision_grant', {outcome: 'done'}))
  .bad('REC-08', 'record', 'code-of-another-document.json', record('decision_grant', {outcome: 'refused'}));
rule('FIELD-7', 'an identifier id stands once, and a reference names one')
  .good('record', 'references.json', asked({}))
  .bad('REC-09', 'record', 'identifier-twice.json', asked({identifiers: [...example.identifiers, example.identifiers[0]]}));
rule('FIELD-8', 'kind is the document type')
  .good('record', 'kind.json', asked({})).bad('REC-10', 'record', 'other-kind.json', asked({kind: 'mla_content'}));

// ---- What no file shows ---------------------------------------------------------------------------------------------

for (const [name, list] of Object.entries(behaviours)) {
  for (const [ruleId, says, ...places] of list) {
    const one = new Rule(`docs/protocol/${name}`, ruleId, says);
    for (const [path, words] of places) one.shown(path, words);
  }
}

house.close();
const lines = (list) => list.map((each) => `      ${JSON.stringify(each)}`).join(',\n');
const block = (list) => (list.length > 0 ? `[\n${lines(list)}\n    ]` : '[]');
const texts = rules.map((each) => `  {"id": ${JSON.stringify(each.id)}, "page": ${JSON.stringify(each.page)},
   "says": ${JSON.stringify(each.says)},
   "good": ${block(each.good)},
   "bad": ${block(each.bad)},
   "shown": ${block(each.shown)}}`);
writeFileSync(join(vectors, 'rules.json'), `[\n${texts.join(',\n')}\n]\n`);
console.log(`${rules.length} rules, ${rules.flatMap((each) => [...each.good, ...each.bad]).length} vectors`);
