using System.Diagnostics;

namespace AsyncTick.Tests;

/// <summary>
/// Random programs of starts, waits, cancellations, pauses, posts and faults on a loop and on a model that is too simple to be wrong: the same
/// steps in the same order in each frame, the same faults in the log, the same tasks in the registry, and nothing left at the end.
/// </summary>
public sealed class StressTests
{
    private const int Frames = 300;

    [Test]
    public void Loop_MillionRandomSteps_DoesWhatTheModelSays()
    {
        using var other = new OtherThread();
        var steps = 0L;
        for (var seed = 1; steps < 1_000_000; seed++)
        {
            foreach (var profile in StressProfile.All)
            {
                steps += Run(profile, seed, Frames, other);
            }
        }

        TestContext.Out.WriteLine($"{steps} steps");
        Assert.That(steps, Is.GreaterThanOrEqualTo(1_000_000));
    }

    /// <summary>What the test above prints when it fails goes here.</summary>
    [TestCase("free", 1, 53)]
    [TestCase("costly", 1, 3)]
    [TestCase("mixed", 6, 129)]
    public void Loop_OneProgram_DoesWhatTheModelSays(string profile, int seed, int frames)
    {
        using var other = new OtherThread();
        Assert.That(Run(StressProfile.All.Single(each => each.Name == profile), seed, frames, other), Is.GreaterThan(0));
    }

    [Test]
    [Explicit("looks for new failures for a minute")]
    public void Loop_UnknownSeeds_DoesWhatTheModelSays()
    {
        using var other = new OtherThread();
        var started = Stopwatch.GetTimestamp();
        var steps = 0L;
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1))
        {
            foreach (var profile in StressProfile.All)
            {
                steps += Run(profile, Random.Shared.Next(), Frames, other);
            }
        }

        TestContext.Out.WriteLine($"{steps} steps");
    }

    [Test]
    public void Program_WithFewerFrames_IsAPrefix([Values("free", "crowd", "costly", "broke", "mixed")] string profile)
    {
        var kind = StressProfile.All.Single(each => each.Name == profile);
        var whole = StressGenerator.Make(kind, 7, 50);
        var prefix = StressGenerator.Make(kind, 7, 20);
        Assert.That(string.Join('\n', prefix.Frames), Is.EqualTo(string.Join('\n', whole.Frames.Take(20))));
    }

    [TestCaseSource(nameof(Flaws))]
    public void Model_ThatBreaksTheContract_IsCaught(string flaw)
    {
        var make = FlawedModels.All.Single(model => model.Name == flaw).Make;
        using var other = new OtherThread();
        var caught = Enumerable.Range(1, 5).SelectMany(seed => StressProfile.All.Select(profile => Find(StressGenerator.Make(profile, seed, Frames), make, other))).FirstOrDefault(mismatch => mismatch is not null);
        Assert.That(caught, Is.Not.Null, "nothing caught it");
        TestContext.Out.WriteLine(caught!.Message);
    }

    [Test]
    public void Shrinker_ProgramThatFails_MakesASmallOneThatFailsAlike()
    {
        var make = FlawedModels.All[0].Make;
        using var other = new OtherThread();
        var program = StressGenerator.Make(StressProfile.Free, 1, 60);
        var mismatch = Find(program, make, other)!;
        var (smallest, left) = new StressShrinker(candidate => Find(candidate, make, other)).Shrink(program, mismatch);
        TestContext.Out.WriteLine($"{left.Message}\n{smallest}");
        Assert.That(Find(smallest, make, other)?.What, Is.EqualTo(mismatch.What));
        Assert.That(smallest.ToString(), Has.Length.LessThan(program.ToString().Length / 10));
    }

    private static IEnumerable<string> Flaws => FlawedModels.All.Select(model => model.Name);

    private static long Run(StressProfile profile, int seed, int frames, OtherThread other)
    {
        var program = StressGenerator.Make(profile, seed, frames);
        try
        {
            return StressRun.Compare(program, MakeModel, other);
        }
        catch (StressMismatchException mismatch)
        {
            var (smallest, left) = new StressShrinker(candidate => Find(candidate, MakeModel, other)).Shrink(program, mismatch);
            Assert.Fail($"Profile '{profile}', seed {seed}: {mismatch.Message} To replay it: [TestCase(\"{profile}\", {seed}, {mismatch.Frame})]. The same in small ({left.Message}):\n{smallest}");
            throw;
        }
    }

    private static ModelLoop MakeModel(StressProfile profile) => new(profile);

    private static StressMismatchException? Find(StressProgram program, Func<StressProfile, ModelLoop> makeModel, OtherThread other)
    {
        try
        {
            StressRun.Compare(program, makeModel, other);
            return null;
        }
        catch (StressMismatchException mismatch)
        {
            return mismatch;
        }
    }
}
