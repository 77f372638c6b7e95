namespace UnrealSharp.Engine;

/// <summary>Trace channels by number, in the order of the project's settings: the first is Visibility, the second Camera. A project's own names are in its <c>ETraceChannel</c>.</summary>
public enum ETraceTypeQuery : byte
{
    TraceTypeQuery1,
    TraceTypeQuery2,
    TraceTypeQuery3,
    TraceTypeQuery4,
}
