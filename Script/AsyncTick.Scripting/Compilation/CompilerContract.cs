// The contract with AsyncTick.Compiler, compiled into both assemblies. Only types of the base class library cross: the compiler lives
// in a load context of its own, which must not know this assembly's types (they may be unloaded by a hot reload while Roslyn stays).

// One place in a script's text and what is wrong there. Line and column count from 1; Severity: 2 = warning, 3 = error.
global using CompilerMessage = (string Path, int Line, int Column, int Severity, string Id, string Text);

// One assembly to compile against: a file, or metadata in memory that the caller keeps alive during the call.
global using CompilerReference = (string? Path, nint Metadata, int Length);

// What a compilation gave. Pe is null when there are errors.
global using CompilerOutput = (byte[]? Pe, byte[]? Pdb, string? EntryType, string? EntryMethod, (string Path, int Line, int Column, int Severity, string Id, string Text)[] Messages);

// compile(assemblyName, path, text, optimize, usings, references, cancellation). A using is a namespace, or "static Type".
global using CompilerFunction = System.Func<
    string, string, string, bool, string[], (string? Path, nint Metadata, int Length)[], System.Threading.CancellationToken,
    (byte[]? Pe, byte[]? Pdb, string? EntryType, string? EntryMethod, (string Path, int Line, int Column, int Severity, string Id, string Text)[] Messages)>;

// compile(name, path, text, previous, usings, references, cancellation) for a line typed at a prompt. Previous, and Line for the next call,
// belong to the compiler and mean nothing to anybody else; Declares says whether a later line could name anything that this one makes.
global using PromptFunction = System.Func<
    string, string, string, object?, string[], (string? Path, nint Metadata, int Length)[], System.Threading.CancellationToken,
    ((byte[]? Pe, byte[]? Pdb, string? EntryType, string? EntryMethod, (string Path, int Line, int Column, int Severity, string Id, string Text)[] Messages) Output, object? Line, bool Declares)>;
