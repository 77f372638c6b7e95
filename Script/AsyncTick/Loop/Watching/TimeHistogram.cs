using System.Diagnostics.Metrics;

namespace AsyncTick;

/// <summary>A histogram of times of one loop. Without a listener a note costs one test.</summary>
internal sealed class TimeHistogram(Meter meter, string name, string description, double[] boundaries, KeyValuePair<string, object?> tag)
{
    private readonly Histogram<double> _times = meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    public void Note(double seconds)
    {
        if (_times.Enabled)
        {
            _times.Record(seconds, tag);
        }
    }

    /// <summary>Times that were taken together: each counts as their average.</summary>
    public void Note(double seconds, int count)
    {
        if (_times.Enabled)
        {
            for (var i = 0; i < count; i++)
            {
                _times.Record(seconds / count, tag);
            }
        }
    }
}
