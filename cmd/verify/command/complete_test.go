package command

import (
	"slices"
	"strings"
	"testing"

	"assay/theory"
)

// proposed is what a shell is told for the last of the words, without the descriptions.
func proposed(t *testing.T, args ...string) (all []string) {
	t.Helper()
	got := call(t, fake(expected), append([]string{"__complete"}, args...)...)
	for line := range strings.Lines(got.stdout) {
		name, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		all = append(all, name)
	}
	if len(all) == 0 {
		t.Fatalf("%q: %+v", args, got)
	}
	return all[:len(all)-1] // the last is for the script
}

// TestComplete: claim ids, topics, tiers, formats, figures, pins and commands, as far as they begin like what is
// typed; and scripts for the shells.
func TestComplete(t *testing.T) {
	for _, test := range []struct {
		args []string
		want []string
	}{
		{[]string{"explain", "pair/lam"}, []string{"pair/lambda1-printed", "pair/lambda1", "pair/lambda2", "pair/lambda1-rate", "pair/lambda2-small", "pair/lambda2-rate"}},
		{[]string{"explain", "pair/lambda1", ""}, nil},
		{[]string{"--run", "special"}, []string{"special/", "special/aligned", "special/identical"}},
		{[]string{"plants", "--run", "special/al"}, []string{"special/aligned"}},
		{[]string{"list", "--run=special/al"}, []string{"special/aligned"}},
		{[]string{"--tier", ""}, []string{"quick", "standard", "deep"}},
		{[]string{"figure", "--tier", ""}, []string{"quick", "standard", "deep"}},
		{[]string{"figure", "figure/xd"}, []string{"figure/xd-1-left", "figure/xd-1-right"}},
		{[]string{"list", "--format", ""}, []string{"text", "json", "markdown"}},
		{[]string{"--seed", ""}, []string{"random"}},
		{[]string{"--report="}, []string{"html", "md", "json", "xml"}},
		{[]string{"help", "pl"}, []string{"plants"}},
		{[]string{"figure", "figure/xd-1-left", "--out", ""}, []string{"svg", "png"}},
	} {
		if got := proposed(t, test.args...); !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.args, got, test.want)
		}
	}
	if got := proposed(t, "explain", ""); len(got) != len(theory.Claims()) {
		t.Errorf("%d claims proposed of %d", len(got), len(theory.Claims()))
	}
	if got := proposed(t, "golden", "--run", ""); len(got) != 2 {
		t.Errorf("pins %q", got)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if got := call(t, genuine(), "completion", shell); got.code != exitExpected || len(got.stdout) < 1000 || !strings.Contains(got.stdout, "verify") {
			t.Errorf("%s: %d %.200s", shell, got.code, got.stdout)
		}
	}
}
