namespace AsyncTick;

/// <summary>What a method that returns nothing returns, so that one set of types serves methods with and without a result.</summary>
internal readonly struct NoResult;
