using System.Runtime.InteropServices;

namespace UnrealSharp.Core.Marshallers;

/// <summary>References to objects in the engine's memory.</summary>
public static class ObjectMarshaller<T>
    where T : UnrealSharpObject
{
    public static T FromNative(IntPtr nativeBuffer, int arrayIndex) => UnrealSharpObject.FindManaged(Marshal.ReadIntPtr(nativeBuffer, arrayIndex * IntPtr.Size)) as T ?? null!;
}
