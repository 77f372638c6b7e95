using System.Diagnostics;

namespace AsyncTick.Tests;

/// <summary>Makes a program that fails smaller, as long as what is left fails too: frames from the end, then instructions one by one.</summary>
internal sealed class StressShrinker(Func<StressProgram, StressMismatchException?> run)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly long _started = Stopwatch.GetTimestamp();

    public (StressProgram Program, StressMismatchException Mismatch) Shrink(StressProgram program, StressMismatchException mismatch)
    {
        var shortest = program with { Frames = [.. program.Frames.Take(mismatch.Frame)] };
        var best = (Program: shortest, Mismatch: run(shortest) ?? mismatch);
        for (var goesOn = true; goesOn;)
        {
            goesOn = false;
            for (var frame = best.Program.Frames.Count - 1; frame >= 0; frame--)
            {
                foreach (var smaller in Smaller(best.Program.Frames[frame].Before))
                {
                    if (Stopwatch.GetElapsedTime(_started) > Limit)
                    {
                        return best;
                    }

                    var frames = best.Program.Frames.ToArray();
                    frames[frame] = frames[frame] with { Before = smaller };
                    var candidate = best.Program with { Frames = frames };
                    if (run(candidate) is { } still && still.What == mismatch.What)
                    {
                        best = (candidate with { Frames = [.. frames.Take(still.Frame)] }, still);
                        goesOn = true;
                        break;
                    }
                }

                frame = Math.Min(frame, best.Program.Frames.Count);
            }
        }

        return best;
    }

    private static IEnumerable<IReadOnlyList<Op>> Smaller(IReadOnlyList<Op> ops)
    {
        if (ops.Count > 1)
        {
            yield return [];
        }

        for (var i = 0; i < ops.Count; i++)
        {
            yield return [.. ops.Take(i), .. ops.Skip(i + 1)];
        }

        for (var i = 0; i < ops.Count; i++)
        {
            foreach (var smaller in Smaller(ops[i]))
            {
                yield return [.. ops.Take(i), smaller, .. ops.Skip(i + 1)];
            }
        }
    }

    private static IEnumerable<Op> Smaller(Op op)
    {
        if (op.Ops is { } inner)
        {
            foreach (var smaller in Smaller(inner).Where(each => each.Count > 0))
            {
                yield return op with { Ops = smaller };
            }
        }

        if (op.Script is not { } script)
        {
            yield break;
        }

        if (script.Rounds > 1)
        {
            yield return op with { Script = script with { Rounds = 1 } };
        }

        foreach (var smaller in Smaller(script.Ops).Where(each => each.Count > 0))
        {
            yield return op with { Script = script with { Ops = smaller } };
        }

        foreach (var smaller in Smaller(script.Cleanup))
        {
            yield return op with { Script = script with { Cleanup = smaller } };
        }
    }
}
