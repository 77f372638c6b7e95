using System.Runtime.CompilerServices;
using AsyncTick;
using AsyncTick.Engine.Bridge;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>
/// Asks what is in a world without holding the game thread: <c>var hit = await World.LineTrace(eye, target)</c>. The engine works on it beside the game thread. What is asked before the world's
/// simulation, in <c>Phase.PrePhysics</c> for instance, is answered in the next frame; what is asked later, as after any other wait, in the one after that. While the game is paused nothing is
/// answered. Each wait ends with the calling task and with the world. Game thread only; 0 bytes in steady state.
/// </summary>
public static class WorldQueries
{
    private const int Overlapping = 0;
    private const int First = 1;
    private const int All = 2;

    /// <summary>The first blocking hit of a line.</summary>
    /// <param name="world">A world that is played.</param>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="filter">What is hit; a trace channel converts by itself.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The hit; <see cref="TraceHit.IsHit"/> says whether there is one.</returns>
    /// <exception cref="ObjectDestroyedException">The world ended before the answer.</exception>
    /// <exception cref="InvalidOperationException">The world is not played, or this is no task.</exception>
    /// <exception cref="AsyncTick.Engine.EngineException">The project has no such channel or object type.</exception>
    public static PooledTask<TraceHit> LineTrace(this UWorld world, FVector from, FVector to, CollisionFilter filter = default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AskFirst(world, Way(First, from, to), filter, file, line);

    /// <summary>The first blocking hit of a shape that is moved in a straight line.</summary>
    /// <inheritdoc cref="LineTrace"/>
    public static PooledTask<TraceHit> Sweep(this UWorld world, CollisionShape shape, FVector from, FVector to, CollisionFilter filter = default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AskFirst(world, Way(First, from, to, shape), filter, file, line);

    /// <summary>What a line passes through, up to and with the first blocking hit, in order; by object types all that it hits.</summary>
    /// <param name="world">A world that is played.</param>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="filter">What is hit; a trace channel converts by itself.</param>
    /// <param name="into">Where the hits go, in place of what is there; a new list when there is none.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The list; empty when nothing was hit.</returns>
    /// <inheritdoc cref="LineTrace" path="/exception"/>
    public static PooledTask<List<TraceHit>> LineTraceAll(this UWorld world, FVector from, FVector to, CollisionFilter filter = default, List<TraceHit>? into = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AskAll(world, Way(All, from, to), filter, into, file, line);

    /// <summary>What a shape passes through that is moved in a straight line, up to and with the first blocking hit, in order; by object types all that it hits.</summary>
    /// <inheritdoc cref="LineTraceAll"/>
    public static PooledTask<List<TraceHit>> SweepAll(this UWorld world, CollisionShape shape, FVector from, FVector to, CollisionFilter filter = default, List<TraceHit>? into = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AskAll(world, Way(All, from, to, shape), filter, into, file, line);

    /// <summary>What overlaps a shape.</summary>
    /// <param name="world">A world that is played.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="center">Where it is.</param>
    /// <param name="filter">What counts; a trace channel converts by itself.</param>
    /// <param name="into">Where what was found goes, in place of what is there; a new list when there is none.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The list, in no order; empty when nothing overlaps.</returns>
    /// <inheritdoc cref="LineTrace" path="/exception"/>
    public static PooledTask<List<OverlapHit>> Overlaps(this UWorld world, CollisionShape shape, FVector center, CollisionFilter filter = default, List<OverlapHit>? into = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Ask(world, Way(Overlapping, center, center, shape), filter, into, static (wait, _, into) => wait.TakeOverlaps(into), file, line);

    private static PooledTask<TraceHit> AskFirst(UWorld world, Query query, CollisionFilter filter, string file, int line) =>
        Ask<TraceHit>(world, query, filter, default, static (wait, query, _) => wait.TakeFirst(query), file, line);

    private static PooledTask<List<TraceHit>> AskAll(UWorld world, Query query, CollisionFilter filter, List<TraceHit>? into, string file, int line) =>
        Ask(world, query, filter, into, static (wait, _, into) => wait.TakeHits(into), file, line);

    private static async PooledTask<T> Ask<T>(UWorld world, Query query, CollisionFilter filter, T? into, Func<QueryWait, Query, T?, T> take, string file, int line)
    {
        var wait = UnrealScopes.Current.Answers.Queries.Rent();
        var id = wait.Open(world, ref query, filter);
        try
        {
            await wait.Read(file, line);
            return take(wait, query, into);
        }
        finally
        {
            wait.Close(id);
        }
    }

    private static Query Way(int kind, FVector from, FVector to) => new()
    {
        Kind = kind,
        Start = new Vector { X = from.X, Y = from.Y, Z = from.Z },
        End = new Vector { X = to.X, Y = to.Y, Z = to.Z },
        Rotation = new Quat { W = 1 },
    };

    private static Query Way(int kind, FVector from, FVector to, CollisionShape shape)
    {
        if (shape.Kind == 0)
        {
            throw new ArgumentException("A shape is made by CollisionShape.Sphere, Box or Capsule.", nameof(shape));
        }

        var query = Way(kind, from, to);
        shape.Fill(ref query);
        return query;
    }
}
