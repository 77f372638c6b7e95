// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

using UnrealBuildTool;

public class AsyncTickSampleEditorTarget : TargetRules
{
    public AsyncTickSampleEditorTarget(TargetInfo Target) : base(Target)
    {
        Type = TargetType.Editor;
        DefaultBuildSettings = BuildSettingsVersion.Latest;
        IncludeOrderVersion = EngineIncludeOrderVersion.Latest;
        ExtraModuleNames.Add("AsyncTickSample");
    }
}
