using System.Diagnostics;
using System.Globalization;

namespace AsyncTick;

/// <summary>Tells two faults of the same place from two of different places, without symbols.</summary>
internal static class FaultSite
{
    /// <summary>The exception's type and the instruction that threw it.</summary>
    public static string KeyOf(Exception fault)
    {
        var frame = new StackTrace(fault, fNeedFileInfo: false).GetFrame(0);
        var method = frame is null ? null : DiagnosticMethodInfo.Create(frame);
        return string.Create(CultureInfo.InvariantCulture, $"{fault.GetType().FullName}|{method?.DeclaringTypeName}.{method?.Name}+{frame?.GetILOffset()}");
    }
}
