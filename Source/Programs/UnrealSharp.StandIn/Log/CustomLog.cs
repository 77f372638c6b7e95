namespace UnrealSharp.Log;

/// <summary>Makes a static partial class a log category.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CustomLog(ELogVerbosity verbosity = ELogVerbosity.Display) : Attribute
{
    public ELogVerbosity Verbosity => verbosity;
}
