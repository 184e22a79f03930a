package report

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// What the toolchain wrote into the program is found there, and only the level of its own
// instruction set; a program without it has facts all the same.
func TestFacts(t *testing.T) {
	f := Facts{Arch: "arm64"}
	f.build(&debug.BuildInfo{
		Main:     debug.Module{Version: "v1.2.3"},
		Deps:     []*debug.Module{{Path: "a.example/b", Version: "v0.1.0"}, {Path: rapidPath, Version: "v1.3.0"}},
		Settings: []debug.BuildSetting{{Key: "GOAMD64", Value: "v3"}, {Key: "GOARM64", Value: "v8.0"}},
	})
	if want := (Facts{Arch: "arm64", Level: "GOARM64=v8.0", Version: "v1.2.3", Rapid: "v1.3.0"}); f != want {
		t.Errorf("facts %+v, want %+v", f, want)
	}
	if f := ThisProgram(); f.Go != runtime.Version() || f.Arch != runtime.GOARCH || f.OS != runtime.GOOS || f.Processors < 1 {
		t.Errorf("facts %+v", f)
	}
}
