using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealSharp.StandIn;

/// <summary>The collision of a world, in its simplest form: bodies and shapes are boxes that stand upright. Allocates nothing in steady state. Game thread only.</summary>
public static class SimulatedCollision
{
    /// <summary>Gives an actor a body of that size around its place.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="halfSize">From its center to its faces.</param>
    /// <param name="objectType">Its type of object.</param>
    /// <param name="isPassable">Whether traces go through it.</param>
    public static UPrimitiveComponent GiveBody(this AActor actor, FVector halfSize, EObjectTypeQuery objectType = EObjectTypeQuery.ObjectTypeQuery2, bool isPassable = false)
    {
        var body = actor.AddComponentByClass<UPrimitiveComponent>(false, new FTransform());
        (body.HalfSize, body.ObjectType, body.IsPassable) = (halfSize, objectType, isPassable);
        actor.World.Bodies.Add(body);
        return body;
    }

    /// <summary>Finds what is hit; traces in order.</summary>
    public static void Find(UWorld world, in SimulatedQuery query, List<SimulatedHit> hits)
    {
        hits.Clear();
        world.Bodies.RemoveAll(static body => body.IsDestroyed);
        if (query.Profile == "NoCollision")
        {
            return;
        }

        foreach (var body in world.Bodies)
        {
            if (body.HalfSize is { } halfSize && !query.Ignores(body.Owner.NativeObject) && (query.ObjectTypes == 0 || (query.ObjectTypes & (1 << (int)body.ObjectType)) != 0)
                && Meet(in query, body, halfSize) is { } hit)
            {
                hits.Add(hit);
            }
        }

        if (query.Kind != 0)
        {
            hits.Sort(static (a, b) => a.Time.CompareTo(b.Time));
            KeepUpToTheFirstThatBlocks(in query, hits);
        }
    }

    private static void KeepUpToTheFirstThatBlocks(in SimulatedQuery query, List<SimulatedHit> hits)
    {
        var last = hits.FindIndex(static hit => hit.IsBlocking);
        if (query.Kind == 1)
        {
            if (last > 0)
            {
                hits[0] = hits[last];
            }

            var kept = last < 0 ? 0 : 1;
            hits.RemoveRange(kept, hits.Count - kept);
        }
        else if (last >= 0 && query.ObjectTypes == 0)
        {
            hits.RemoveRange(last + 1, hits.Count - last - 1);
        }
    }

    // A moved box meets a box where its center meets one that is larger by its own size.
    private static SimulatedHit? Meet(in SimulatedQuery query, UPrimitiveComponent body, FVector bodySize)
    {
        var center = body.Center;
        var size = bodySize + query.HalfSize;
        var way = query.End - query.Start;
        var (enter, leave) = (double.NegativeInfinity, 1.0);
        var normal = FVector.Zero;
        if (!Cut(query.Start.X - center.X, way.X, size.X, new FVector(1, 0, 0), ref enter, ref leave, ref normal)
            || !Cut(query.Start.Y - center.Y, way.Y, size.Y, new FVector(0, 1, 0), ref enter, ref leave, ref normal)
            || !Cut(query.Start.Z - center.Z, way.Z, size.Z, new FVector(0, 0, 1), ref enter, ref leave, ref normal)
            || enter > leave || leave < 0)
        {
            return null;
        }

        var isInside = enter < 0;
        var time = Math.Max(enter, 0);
        var location = query.Start + (way * time);
        return new SimulatedHit
        {
            Component = body,
            Location = location,
            ImpactPoint = new FVector(Nearest(location.X, center.X, bodySize.X), Nearest(location.Y, center.Y, bodySize.Y), Nearest(location.Z, center.Z, bodySize.Z)),
            Normal = normal,
            Time = time,
            Distance = way.Length() * time,
            IsBlocking = !body.IsPassable,
            StartsInside = isInside,
        };
    }

    private static double Nearest(double place, double center, double size) => Math.Clamp(place, center - size, center + size);

    private static bool Cut(double start, double way, double size, FVector axis, ref double enter, ref double leave, ref FVector normal)
    {
        if (way == 0)
        {
            return Math.Abs(start) <= size;
        }

        var (first, second) = ((-size - start) / way, (size - start) / way);
        if (Math.Min(first, second) > enter)
        {
            enter = Math.Min(first, second);
            normal = axis * -Math.Sign(way);
        }

        leave = Math.Min(leave, Math.Max(first, second));
        return true;
    }
}
