// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

namespace ESelectInfo
{
	enum Type
	{
		OnKeyPress,
		OnNavigation,
		OnMouseClick,
		Direct,
	};
}
namespace ESelectionMode
{
	enum Type
	{
		None,
		Single,
		SingleToggle,
		Multi,
	};
}
enum class EActiveTimerReturnType : unsigned char
{
	Stop,
	Continue,
};
enum ETabRole
{
	MajorTab,
	PanelTab,
	NomadTab,
};
