namespace UnrealAsyncTick;

/// <summary>How long a task may live, besides ending by itself. The short spelling is the safe one: see <see cref="UnrealTasks"/>.</summary>
public enum TaskLifetime
{
    /// <summary>The calling task's own world, outside tasks the one that is played or else edited: ends when it is left or torn down.</summary>
    World,

    /// <summary>The play session with all its worlds, level changes included; outside play in the editor, the whole run.</summary>
    PlaySession,

    /// <summary>The whole run of the editor or game: survives play sessions and level changes. For tools.</summary>
    Editor,
}
