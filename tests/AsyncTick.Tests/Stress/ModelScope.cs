namespace AsyncTick.Tests;

/// <summary>A scope as the model knows it.</summary>
internal sealed class ModelScope(int number, ModelScope? parent)
{
    public int Number => number;

    public ModelScope? Parent => parent;

    public bool HasOwnClocks { get; } = number == StressProgram.WorldScope || (parent?.HasOwnClocks ?? false);

    public bool IsClosed { get; set; }

    public bool IsPausedItself { get; set; }

    public bool IsPaused { get; set; } = parent?.IsPaused ?? false;

    public List<ModelTask> Tasks { get; } = [];

    public List<ModelScope> Children { get; } = [];

    /// <summary>Those who wait until it is empty.</summary>
    public List<ModelWait> Disposers { get; } = [];

    public bool IsEmpty => Tasks.Count == 0 && Children.TrueForAll(child => child.IsEmpty);

    public string Path(string root) => number switch
    {
        StressProgram.RootScope => root,
        StressProgram.WorldScope => $"{root}/second",
        _ => $"{parent!.Path(root)}/{number}",
    };

    public bool IsInside(ModelScope other) => this == other || (parent?.IsInside(other) ?? false);

    /// <summary>This scope and all below it, each before those below it.</summary>
    public IEnumerable<ModelScope> Subtree()
    {
        yield return this;
        foreach (var below in Children.ToArray().SelectMany(child => child.Subtree()))
        {
            yield return below;
        }
    }
}
