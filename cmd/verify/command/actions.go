package command

import (
	"fmt"
	"os"
	"strings"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
)

// actions tells GitHub Actions, where the command runs there, what is not as expected: on standard
// error, which its runner reads for annotations as well as standard output, and in the summary of the job.
// What cannot be told there is no error of the run.
func (p *program) actions(r *report.Run) {
	if p.environment("GITHUB_ACTIONS") != "true" {
		return
	}
	_ = r.Annotations(p.stderr) // as all that goes there
	path := p.environment("GITHUB_STEP_SUMMARY")
	if path == "" {
		return
	}
	var text strings.Builder
	fmt.Fprintf(&text, "## %s\n\n", p.name)
	err := r.Summary(&text)
	if err == nil {
		text.WriteString("\n")
		err = appendTo(path, text.String())
	}
	if err != nil {
		fmt.Fprintf(p.stderr, "%s: GITHUB_STEP_SUMMARY %q: cannot write: %s; want a file that can be appended to\n",
			p.name, path, form.Line(reason(err).Error()))
	}
}

// appendTo adds text to a file: other steps of the job have theirs in it.
func appendTo(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}
