package props

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"assay/props/strict"
)

// CorpusSchema is the first field of a corpus in JSON.
const CorpusSchema = "assay corpus 1"

// corpusWriter is what writes a corpus.
const corpusWriter = "verify corpus add"

// Kept is a case of a property that refuted its claim once or could not be judged, by its draws. It is tried
// in every later run before the drawn ones and judged as they are. Cases of an experiment are not kept: its numbers
// come with a seed, and its level is split over the cases that it plans.
type Kept struct {
	Claim string          `json:"claim"`
	Draws json.RawMessage `json:"draws"` // an object: name of the draw to its value
	Found string          `json:"found"` // when, and by what run
	Why   string          `json:"why"`   // what it refuted, and what came of it
}

// Key names a kept case: the claim and eight digits of a hash of its draws. It does not depend on the
// order of the draws, nor on how their numbers are written.
func (k Kept) Key() string {
	sum := sha256.Sum256(append([]byte(k.Claim+"\x00"), plainDraws(k.Draws)...))
	return k.Claim + "@" + hex.EncodeToString(sum[:4])
}

// plainDraws is the same object with its keys sorted and its numbers in one form. What is no JSON is
// left as it is.
func plainDraws(object json.RawMessage) []byte {
	var v any
	if json.Unmarshal(object, &v) != nil { // a number is its float64, and written as the shortest decimal
		return object
	}
	plain, err := json.Marshal(v)
	if err != nil {
		return object
	}
	return plain
}

// Corpus is the cases that are kept, and the file they stand in.
type Corpus struct {
	Path   string // from the root of the module, for errors and for what adds to it
	Cases  []Kept
	damage error // why the file could not be read
}

// Embedded is the corpus of a file that a program has embedded. What is wrong with it is reported by
// [Suite.Validate].
func Embedded(path string, text []byte) Corpus {
	c, err := ParseCorpus(path, text)
	if err != nil {
		return Corpus{Path: path, damage: err}
	}
	return c
}

// ParseCorpus reads a corpus in JSON. An error names the file, what is wrong and what is allowed.
// Whether the cases fit the checks of a suite is not asked here, but by [Suite.Fit].
func ParseCorpus(path string, text []byte) (Corpus, error) {
	c, err := parseCorpus(text)
	if err != nil {
		return Corpus{}, fmt.Errorf("%s: %w", path, err)
	}
	c.Path = path
	return c, nil
}

func parseCorpus(text []byte) (c Corpus, err error) {
	var file struct {
		Schema string `json:"schema"`
		Cases  []Kept `json:"cases"`
	}
	if err := strict.Decode(text, CorpusSchema, corpusWriter, &file); err != nil {
		return c, err
	}
	seen := map[string]bool{}
	for i, k := range file.Cases {
		switch {
		case k.Claim == "":
			return c, fmt.Errorf("case %d has no claim: want claim, draws, found and why", i+1)
		case !bytes.HasPrefix(bytes.TrimSpace(k.Draws), []byte("{")):
			return c, fmt.Errorf("case %d, of %s: want its draws as an object", i+1, k.Claim)
		case k.Found == "" || k.Why == "":
			return c, fmt.Errorf("case %d, %s: want when it was found and why it is kept", i+1, k.Key())
		case seen[k.Key()]:
			return c, fmt.Errorf("case %d, %s, is there twice: want each once", i+1, k.Key())
		}
		seen[k.Key()] = true
	}
	c.Cases = file.Cases
	return c, nil
}

// Write writes the corpus in JSON, the draws of a case on one line.
func (c Corpus) Write(w io.Writer) error {
	var out strings.Builder
	fmt.Fprintf(&out, "{\n  \"schema\": %s,\n  \"cases\": [", quoted(CorpusSchema))
	for i, k := range c.Cases {
		separator := ","
		if i == 0 {
			separator = ""
		}
		fmt.Fprintf(&out, "%s\n    {\n      \"claim\": %s,\n      \"draws\": %s,\n      \"found\": %s,\n      \"why\": %s\n    }",
			separator, quoted(k.Claim), bytes.TrimSpace(k.Draws), quoted(k.Found), quoted(k.Why))
	}
	if len(c.Cases) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	_, err := io.WriteString(w, out.String())
	return err
}

// Of is the cases of one claim, in order.
func (c Corpus) Of(claim string) (cases []Kept) {
	for _, k := range c.Cases {
		if k.Claim == claim {
			cases = append(cases, k)
		}
	}
	return cases
}

// Fit is the case with its draws in the form of its check, or why the suite has no use for it: the
// claim or its check is not there, it is an experiment, the draws are not those of its cases.
func (s Suite) Fit(k Kept) (Kept, error) {
	if _, ok := s.Find(k.Claim); !ok {
		return k, fmt.Errorf("the kept case %s: the suite does not hold its claim", k.Key())
	}
	check := s.Check(k.Claim)
	if check == nil {
		return k, fmt.Errorf("the kept case %s: its claim has no check", k.Key())
	}
	draws, err := check.fit(k.Draws)
	if err != nil {
		return k, fmt.Errorf("the kept case %s: %w", k.Key(), err)
	}
	k.Draws = draws
	return k, nil
}

// Damage is why an embedded corpus could not be read, or nil.
func (c Corpus) Damage() error { return c.damage }

// validate refuses cases that the suite has no use for: none is passed over in silence.
func (c Corpus) validate(s Suite) error {
	if c.damage != nil {
		return c.damage
	}
	var errs []error
	for _, k := range c.Cases {
		if _, err := s.Fit(k); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w; mend it there or take it out", c.Path, err))
		}
	}
	return errors.Join(errs...)
}

// fit is the draws in the order of the case, with their numbers in one form.
func (t *runnable[C, M]) fit(draws json.RawMessage) (json.RawMessage, error) {
	if !t.Cheap() {
		return nil, errors.New("its check is an experiment: want a property, whose cases are what was drawn")
	}
	c, err := decode[C](draws)
	if err != nil {
		return nil, err
	}
	return encode(c)
}

// tryKept measures and judges the kept cases of the claim. One that cannot be tried leaves the claim
// undecided. The rivals and plants are not judged on them: what the check can see must not hang on
// what was found.
func (t *runnable[C, M]) tryKept(b *bench) []CaseEvidence {
	evidence := make([]CaseEvidence, len(b.kept))
	for i, k := range b.kept {
		e := &evidence[i]
		c, err := decode[C](k.Draws)
		if err == nil {
			*e = t.judgeKept(b, c)
			if e.Invalid != "" {
				err = errors.New(e.Invalid)
			} else if e.Failure != "" {
				err = errors.New(e.Failure)
			}
		}
		if err != nil {
			e.Invalid, e.Failure = "", fmt.Sprintf("the kept case %s cannot be tried: %v", k.Key(), err)
		}
	}
	return evidence
}

func (t *runnable[C, M]) judgeKept(b *bench, c C) (e CaseEvidence) {
	if err := b.ctx.Err(); err != nil {
		e.fail(err)
		return e
	}
	lab := b.lab(-1, b.alpha)
	e.Case = Describe(c)
	m, err := t.measured(lab, t.measure, c)
	if err != nil {
		e.fail(err)
		return e
	}
	t.judgeLaw(&e, lab, c, m)
	return e
}
