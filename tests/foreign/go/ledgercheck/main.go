// Command ledgercheck checks a ledger of this project with the libraries of the Go checksum
// database, which share no code with it: golang.org/x/mod/sumdb/note and tlog.
//
// Usage: ledgercheck FOLDER, which holds log/, earlier, slips, cosigned and witness.vkey as
// tests/foreign/make_ledger.cpp writes them. Exit status 0: everything holds.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
	entrySize  = 129
)

type folder string

func (f folder) read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(f), path))
}

// checkpoint is the text of a note: origin, size and root.
type checkpoint struct {
	origin string
	tree   tlog.Tree
}

func openCheckpoint(msg []byte, verifier note.Verifier) (checkpoint, error) {
	n, err := note.Open(msg, note.VerifierList(verifier))
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != verifier.Name() {
		return checkpoint{}, errors.New("a checkpoint has three lines, the first its origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return checkpoint{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return checkpoint{}, errors.New("the root is not a hash")
	}
	c := checkpoint{origin: lines[0], tree: tlog.Tree{N: size}}
	copy(c.tree.Hash[:], root)
	return c, nil
}

// logPath is the C2SP name of a tile: that of the checksum database without the height.
func logPath(t tlog.Tile) string {
	return "log/tile/" + strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", tileHeight))
}

func bundlePath(n int64, width int) string {
	t := tlog.Tile{H: tileHeight, L: 0, N: n, W: width}
	return "log/tile/entries/" + strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/0/", tileHeight))
}

func (f folder) entries(size int64) ([][]byte, error) {
	var all [][]byte
	for n := int64(0); n*tileWidth < size; n++ {
		width := tileWidth
		if rest := size - n*tileWidth; rest < tileWidth {
			width = int(rest)
		}
		bundle, err := f.read(bundlePath(n, width))
		if err != nil {
			return nil, err
		}
		for i := 0; i < width; i++ {
			if len(bundle) < 2 || binary.BigEndian.Uint16(bundle) != entrySize || len(bundle) < 2+entrySize {
				return nil, fmt.Errorf("bundle %d: entry %d is not %d octets", n, i, entrySize)
			}
			all = append(all, bundle[2:2+entrySize])
			bundle = bundle[2+entrySize:]
		}
		if len(bundle) != 0 {
			return nil, fmt.Errorf("bundle %d has more than %d entries", n, width)
		}
	}
	return all, nil
}

// storedTree recomputes every hash from the entries.
func storedTree(entries [][]byte) (tlog.HashReader, error) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return hashes, nil
	})
	for n, entry := range entries {
		hashes, err := tlog.StoredHashesForRecordHash(int64(n), tlog.RecordHash(entry), reader)
		if err != nil {
			return nil, err
		}
		stored = append(stored, hashes...)
	}
	return reader, nil
}

// tiles lets the library read hashes from the tiles; it checks them against the root itself.
type tiles struct{ f folder }

func (t tiles) Height() int                     { return tileHeight }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(ts []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range ts {
		bytes, err := t.f.read(logPath(tile))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func checkTiles(f folder, c checkpoint, computed tlog.HashReader) error {
	root, err := tlog.TreeHash(c.tree.N, computed)
	if err != nil {
		return err
	}
	if root != c.tree.Hash {
		return errors.New("the entries do not lead to the signed root")
	}
	for _, tile := range tlog.NewTiles(tileHeight, 0, c.tree.N) {
		// The library also names the narrower forms that an unfinished tile had before.
		hashes := c.tree.N >> uint(tileHeight*tile.L)
		if tile.W < tileWidth && tile.N*tileWidth+int64(tile.W) != hashes {
			continue
		}
		want, err := tlog.ReadTileData(tile, computed)
		if err != nil {
			return err
		}
		got, err := f.read(logPath(tile))
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			return fmt.Errorf("%s differs", logPath(tile))
		}
	}
	return nil
}

func checkProofs(f folder, c, earlier checkpoint, entries [][]byte) error {
	reader := tlog.TileHashReader(c.tree, tiles{f})
	for n := int64(0); n < c.tree.N; n += 1 + c.tree.N/40 {
		proof, err := tlog.ProveRecord(c.tree.N, n, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, c.tree.N, c.tree.Hash, n, tlog.RecordHash(entries[n])); err != nil {
			return err
		}
	}
	proof, err := tlog.ProveTree(c.tree.N, earlier.tree.N, reader)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, c.tree.N, c.tree.Hash, earlier.tree.N, earlier.tree.Hash)
}

type slip struct {
	Origin     string   `json:"origin"`
	Index      int64    `json:"index"`
	Entry      []byte   `json:"entry"`
	Salt       []byte   `json:"salt"`
	Proof      [][]byte `json:"proof"`
	Checkpoint string   `json:"checkpoint"`
}

func commitment(label string, salt []byte, text string) []byte {
	h := sha256.New()
	h.Write([]byte(label + "\n"))
	h.Write(salt)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func checkSlip(line string, verifier note.Verifier) error {
	var s slip
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return err
	}
	c, err := openCheckpoint([]byte(s.Checkpoint), verifier)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, octets := range s.Proof {
		var hash tlog.Hash
		if copy(hash[:], octets) != tlog.HashSize || len(octets) != tlog.HashSize {
			return errors.New("a proof hash has another length")
		}
		proof = append(proof, hash)
	}
	if err := tlog.CheckRecord(proof, c.tree.N, c.tree.Hash, s.Index, tlog.RecordHash(s.Entry)); err != nil {
		return err
	}
	if s.Origin != c.origin || len(s.Entry) != entrySize || s.Entry[0] != 1 || len(s.Salt) != 32 {
		return errors.New("the slip is not well formed")
	}
	act := fmt.Sprintf("act %d", s.Index)
	statistics := "statistics of " + act
	if !bytes.Equal(s.Entry[1:33], commitment("comity/act/v1", s.Salt, act)) ||
		!bytes.Equal(s.Entry[33:65], commitment("comity/statistics/v1", s.Salt, statistics)) {
		return errors.New("the entry commits to something else")
	}
	return nil
}

func checkSlips(f folder, verifier note.Verifier) error {
	text, err := f.read("slips")
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(lines) != 3 {
		return errors.New("there are three slips")
	}
	for _, line := range lines {
		if err := checkSlip(line, verifier); err != nil {
			return fmt.Errorf("slip: %w", err)
		}
	}
	return nil
}

// witness verifies cosignatures of type 0x04, which the library does not know.
type witness struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.id }
func (w witness) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	text := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(w.key, []byte(text), sig[8:])
}

func newWitness(vkey string) (witness, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return witness{}, errors.New("a vkey has three parts")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return witness{}, errors.New("not the key of a witness")
	}
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if fmt.Sprintf("%x", id[:4]) != parts[1] {
		return witness{}, errors.New("the id is not that of the key")
	}
	return witness{parts[0], binary.BigEndian.Uint32(id[:]), ed25519.PublicKey(key[1:])}, nil
}

func checkCosigned(f folder, verifier note.Verifier) error {
	vkey, err := f.read("witness.vkey")
	if err != nil {
		return err
	}
	w, err := newWitness(strings.TrimSuffix(string(vkey), "\n"))
	if err != nil {
		return err
	}
	msg, err := f.read("cosigned")
	if err != nil {
		return err
	}
	n, err := note.Open(msg, note.VerifierList(verifier, w))
	if err != nil {
		return err
	}
	if len(n.Sigs) != 2 || len(n.UnverifiedSigs) != 0 {
		return errors.New("log and witness have not both signed")
	}
	return nil
}

func check(f folder) error {
	vkey, err := f.read("log/vkey")
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(strings.TrimSuffix(string(vkey), "\n"))
	if err != nil {
		return err
	}
	var opened [2]checkpoint
	for i, path := range []string{"log/checkpoint", "earlier"} {
		msg, err := f.read(path)
		if err != nil {
			return err
		}
		if opened[i], err = openCheckpoint(msg, verifier); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	entries, err := f.entries(opened[0].tree.N)
	if err != nil {
		return err
	}
	computed, err := storedTree(entries)
	if err != nil {
		return err
	}
	if err := checkTiles(f, opened[0], computed); err != nil {
		return err
	}
	if err := checkProofs(f, opened[0], opened[1], entries); err != nil {
		return err
	}
	if err := checkSlips(f, verifier); err != nil {
		return err
	}
	return checkCosigned(f, verifier)
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: ledgercheck FOLDER")
		os.Exit(2)
	}
	if err := check(folder(os.Args[1])); err != nil {
		fmt.Fprintln(os.Stderr, "ledgercheck:", err)
		os.Exit(1)
	}
}
