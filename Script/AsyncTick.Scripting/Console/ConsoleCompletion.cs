namespace AsyncTick.Scripting;

/// <summary>What a half-typed word on a console line may become.</summary>
/// <param name="Start">Where the word begins in the line.</param>
/// <param name="Candidates">The words that it may become, sorted; a quoted one where it contains blanks. Empty for none.</param>
public sealed record ConsoleCompletion(int Start, IReadOnlyList<string> Candidates);
