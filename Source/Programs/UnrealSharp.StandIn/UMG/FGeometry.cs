namespace UnrealSharp.SlateCore;

/// <summary>Where a widget is on the screen.</summary>
public struct FGeometry
{
}
