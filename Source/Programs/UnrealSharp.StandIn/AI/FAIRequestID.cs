namespace UnrealSharp.AIModule;

/// <summary>Which of an AI's requests.</summary>
public partial record struct FAIRequestID
{
    internal int RequestID;
}
