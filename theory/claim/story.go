package claim

import (
	"errors"
	"fmt"
	"slices"
)

// Story is what claims come to, for a reader who has a minute. It is no claim itself: each sentence
// says less than the claims that it rests on, and is told of a run only where they all
// have the verdict expected of them.
type Story struct {
	Sentences []Sentence
	Figures   []string // the IDs of the rows whose figures carry it
}

// Sentence is one sentence of a story.
type Sentence struct {
	About string   // a heading, "What holds"
	Says  string   // plain words and Unicode mathematics
	Rests []string // the IDs of the rows that it rests on
}

// Validate returns an error that names each defect of the story of the claims, or nil: a sentence
// without a heading, a text or a row that it rests on, and an ID that names no row.
func (s Story) Validate(claims []*Claim) error {
	var errs []error
	known := func(where, id string) {
		if !slices.ContainsFunc(claims, func(c *Claim) bool { return c.ID == id }) {
			errs = append(errs, fmt.Errorf("story: %s: no row has the ID %q", where, id))
		}
	}
	for _, one := range s.Sentences {
		if blank(one.About) || blank(one.Says) || len(one.Rests) == 0 {
			errs = append(errs, fmt.Errorf("story: sentence %q: want a heading, a text and the rows it rests on", one.About))
		}
		for _, id := range one.Rests {
			known(fmt.Sprintf("sentence %q", one.About), id)
		}
	}
	for _, id := range s.Figures {
		known("figure", id)
	}
	return errors.Join(errs...)
}
