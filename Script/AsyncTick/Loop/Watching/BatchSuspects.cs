namespace AsyncTick;

/// <summary>
/// The tasks of a batch in which a step was slow, when it is not known whose: from then on each is timed by itself, for so many steps that the next slow one, though
/// it comes a minute later, is known to be its own. Loop thread only.
/// </summary>
internal sealed class BatchSuspects(FlightRecorder recorder, Action<int> distrust)
{
    // On a machine that stops for a moment again and again, all tasks would be suspects before long.
    private const double PatienceSeconds = 10;

    private double _nextAt = double.NegativeInfinity;

    /// <summary>One of the last steps was slow. They are known from the recorder; without it there are no suspects.</summary>
    public void Add(int steps, double now)
    {
        if (now < _nextAt)
        {
            return;
        }

        _nextAt = now + PatienceSeconds;
        foreach (var id in recorder.LastSteps(steps))
        {
            distrust(id);
        }
    }
}
