package report

import (
	"runtime"
	"runtime/debug"
	"strings"
)

// Facts is what a run stood on beside its flags: two runs that differ in them may differ in
// the last digits of what they measured. Texts that are not known are empty.
type Facts struct {
	Go         string `json:"go"`    // of the toolchain
	OS         string `json:"os"`    // GOOS
	Arch       string `json:"arch"`  // GOARCH
	Level      string `json:"level"` // of the instruction set, such as GOAMD64=v1
	Version    string `json:"version"`
	Rapid      string `json:"rapid"`      // version of the library that draws the cases
	Processors int    `json:"processors"` // of the machine, used or not
}

// rapidPath is the module that draws the cases.
const rapidPath = "pgregory.net/rapid"

// ThisProgram is the facts of the running program.
func ThisProgram() Facts {
	f := Facts{Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH, Processors: runtime.NumCPU()}
	if info, ok := debug.ReadBuildInfo(); ok {
		f.build(info)
	}
	return f
}

func (f *Facts) build(info *debug.BuildInfo) {
	f.Version = info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "GO"+strings.ToUpper(f.Arch) {
			f.Level = s.Key + "=" + s.Value
		}
	}
	for _, d := range info.Deps {
		if d.Path == rapidPath {
			f.Rapid = d.Version
		}
	}
}
