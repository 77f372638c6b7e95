namespace AsyncTick.Scripting;

/// <summary>What a text is. The numbers are part of the contract with the compiler.</summary>
internal enum EvaluationKind
{
    /// <summary>A whole program.</summary>
    File = 0,

    /// <summary>A line typed at a prompt, whose last expression may be a value.</summary>
    Line = 1,
}
