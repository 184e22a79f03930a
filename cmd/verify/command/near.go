package command

import (
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/props"
)

// suggested is how many names an error proposes at most.
const suggested = 3

// nearest is the names that a word may have been meant for, in their order: those that contain it, else those
// that fewest changes of a letter tell from it, one and a fourth of the word at most.
func nearest(word string, names []string) (near []string) {
	if word == "" {
		return nil
	}
	finder := &cobra.Command{}
	for _, name := range names {
		if len(word) > 1 && strings.Contains(name, word) {
			near = append(near, name)
		}
		finder.AddCommand(&cobra.Command{Use: name, Run: func(*cobra.Command, []string) {}})
	}
	for distance := 1; distance <= 1+len(word)/4 && len(near) == 0; distance++ {
		finder.SuggestionsMinimumDistance = distance
		near = finder.SuggestionsFor(word)
	}
	return near[:min(suggested, len(near))]
}

// didYouMean asks for the nearest of the names, or is "".
func didYouMean(word string, names []string) string {
	near := nearest(word, names)
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + choice(near) + "?"
}

func ids(s props.Suite) (all []string) {
	for _, c := range s.Claims {
		all = append(all, c.ID)
	}
	return all
}

// topics are the parts of the ids before the slash, with it, in the order of the registry.
func topics(s props.Suite) (all []string) {
	for _, id := range ids(s) {
		topic, _, _ := strings.Cut(id, "/")
		if !slices.Contains(all, topic+"/") {
			all = append(all, topic+"/")
		}
	}
	return all
}

var inRegexps = regexp.MustCompile(`[\\^$()*+?|\[\]{}]+`)

// meant asks for what an id, or a regular expression for ids, may have been meant for: an id, its part after
// the slash, or a topic.
func meant(word string, s props.Suite) string {
	word = strings.TrimRight(strings.ToLower(inRegexps.ReplaceAllString(word, "")), "./")
	all := ids(s)
	near := nearest(word, all)
	if len(near) == 0 {
		near = nearest(word+"/", topics(s))
	}
	if len(near) == 0 {
		var names []string
		for _, id := range all {
			_, name, _ := strings.Cut(id, "/")
			names = append(names, name)
		}
		like := nearest(word[strings.Index(word, "/")+1:], names)
		for i, name := range names {
			if slices.Contains(like, name) && len(near) < suggested {
				near = append(near, all[i])
			}
		}
	}
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + choice(near) + "?"
}
