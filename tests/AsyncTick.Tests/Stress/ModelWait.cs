namespace AsyncTick.Tests;

/// <summary>A wait of a task of the model.</summary>
internal sealed class ModelWait(ModelTask task, Op op)
{
    public ModelTask Task => task;

    public Op Op => op;

    /// <summary>It is in the queues, once, to resume its task: a cancellation moves it no more.</summary>
    public bool IsOver { get; set; }

    /// <summary>The lock or the turn is this wait's.</summary>
    public bool IsGranted { get; set; }

    /// <summary>What was waited for has come.</summary>
    public bool HasCome { get; set; }

    /// <summary>The task was canceled already, or waits for a frame: there is nothing that a cancellation could end.</summary>
    public bool IsForFrame { get; set; }

    /// <summary>How often the event had been set.</summary>
    public int Shot { get; set; }

    /// <summary>The frame that is waited for.</summary>
    public long Frame { get; set; }

    public ModelTask? Target { get; set; }

    public int Clock { get; set; }

    public double Due { get; set; }

    public long Order { get; set; }

    public double Start { get; set; }

    public int Ticks { get; set; }
}
