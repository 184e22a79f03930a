package claim

import "testing"

func TestStoryValidate(t *testing.T) {
	claims := []*Claim{sound("pair/a"), sound("pair/b")}
	told := Sentence{"What holds", "a and b.", []string{"pair/a", "pair/b"}}
	for _, test := range []struct {
		name  string
		story Story
		want  []string
	}{
		{"none", Story{}, nil},
		{"a sentence and a figure", Story{[]Sentence{told}, []string{"pair/b"}}, nil},
		{"no heading", Story{Sentences: []Sentence{{"", told.Says, told.Rests}}}, []string{`story: sentence "": want a heading`}},
		{"no text", Story{Sentences: []Sentence{{told.About, " ", told.Rests}}}, []string{`story: sentence "What holds": want a heading`}},
		{"rests on nothing", Story{Sentences: []Sentence{{told.About, told.Says, nil}}}, []string{`story: sentence "What holds": want a heading`}},
		{"rests on what is no row", Story{Sentences: []Sentence{{told.About, told.Says, []string{"pair/c"}}}}, []string{`story: sentence "What holds": no row has the ID "pair/c"`}},
		{"a figure of no row", Story{Figures: []string{"pair/c"}}, []string{`story: figure: no row has the ID "pair/c"`}},
	} {
		wantDefects(t, test.name, test.story.Validate(claims), test.want...)
	}
}
