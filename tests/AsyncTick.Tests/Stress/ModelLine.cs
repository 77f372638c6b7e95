namespace AsyncTick.Tests;

/// <summary>An event, a turnstile or a lock of the model.</summary>
internal sealed class ModelLine
{
    public List<ModelWait> Line { get; } = [];

    public bool IsSet { get; set; }

    /// <summary>How often an event has been set.</summary>
    public int Shots { get; set; }

    /// <summary>Somebody has waited, so a signal from another thread is a post.</summary>
    public bool IsKnownToLoop { get; set; }

    public ModelTask? Holder { get; set; }

    /// <summary>Counts who has held a lock.</summary>
    public long Ticket { get; set; }
}
