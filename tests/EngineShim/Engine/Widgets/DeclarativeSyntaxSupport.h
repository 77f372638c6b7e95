// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Misc/Attribute.h"
#include "Widgets/SWidget.h"

#include <tuple>

/** What every widget takes. */
template <typename ArgumentsType>
struct TShimArguments
{
	TAttribute<bool> _IsEnabled;
	TAttribute<FText> _ToolTipText;
	ArgumentsType& IsEnabled(TAttribute<bool> Value)
	{
		_IsEnabled = Value;
		return static_cast<ArgumentsType&>(*this);
	}
	template <typename FunctorType>
	ArgumentsType& IsEnabled_Lambda(FunctorType&& Functor)
	{
		return IsEnabled(TAttribute<bool>::Create(TAttribute<bool>::FGetter::CreateLambda(std::forward<FunctorType>(Functor))));
	}
	ArgumentsType& ToolTipText(TAttribute<FText> Value)
	{
		_ToolTipText = Value;
		return static_cast<ArgumentsType&>(*this);
	}
};

#define SLATE_BEGIN_ARGS(WidgetType) \
public: \
	struct FArguments : public TShimArguments<FArguments> \
	{ \
		FArguments()

#define SLATE_END_ARGS() \
	} \
	;

#define SLATE_ARGUMENT(ArgumentType, Name) \
	ArgumentType _##Name; \
	FArguments& Name(ArgumentType Value) \
	{ \
		_##Name = Value; \
		return *this; \
	}

#define SLATE_ATTRIBUTE(AttributeType, Name) \
	TAttribute<AttributeType> _##Name; \
	FArguments& Name(TAttribute<AttributeType> Value) \
	{ \
		_##Name = Value; \
		return *this; \
	} \
	template <typename UserClass, typename... VarTypes> \
	FArguments& Name(const UserClass* Object, AttributeType (UserClass::*Method)(VarTypes...) const, std::type_identity_t<VarTypes>... Vars) \
	{ \
		return Name(TAttribute<AttributeType>::Create(TAttribute<AttributeType>::FGetter::CreateLambda([Object, Method, Vars...]() \
			{ return (Object->*Method)(Vars...); }))); \
	}

#define SLATE_EVENT(DelegateType, Name) \
	DelegateType _##Name; \
	FArguments& Name(const DelegateType& Value) \
	{ \
		_##Name = Value; \
		return *this; \
	} \
	template <typename UserClass, typename MethodType> \
	FArguments& Name(UserClass* Object, MethodType Method) \
	{ \
		_##Name = DelegateType::CreateSP(Object, Method); \
		return *this; \
	}

#define SLATE_DEFAULT_SLOT(Name) \
	TSharedPtr<SWidget> _##Name; \
	FArguments& operator[](const TSharedRef<SWidget>& Child) \
	{ \
		_##Name = Child; \
		return *this; \
	}

/** Makes a widget and constructs it with what stands behind it: a part of SNew. */
template <typename WidgetType, typename... ParameterTypes>
struct TShimDeclaration
{
	TSharedRef<WidgetType> Widget;
	std::tuple<ParameterTypes...> Parameters;

	TSharedRef<WidgetType> operator<<=(const typename WidgetType::FArguments& Arguments)
	{
		Widget->ShimEnabled = Arguments._IsEnabled;
		Widget->ShimToolTip = Arguments._ToolTipText;
		std::apply([&](ParameterTypes... Each)
			{ Widget->Construct(Arguments, Each...); },
			Parameters);
		return Widget;
	}
};

template <typename WidgetType, typename... ParameterTypes>
TShimDeclaration<WidgetType, ParameterTypes...> ShimDeclare(ParameterTypes... Parameters)
{
	return {TSharedRef<WidgetType>(new WidgetType()), {Parameters...}};
}

template <typename WidgetType>
struct TShimAssignment
{
	TSharedPtr<WidgetType>& Target;
	TSharedRef<WidgetType> operator<<=(const typename WidgetType::FArguments& Arguments)
	{
		const TSharedRef<WidgetType> Made = ShimDeclare<WidgetType>() <<= Arguments;
		Target = Made;
		return Made;
	}
};

#define SNew(WidgetType, ...) ShimDeclare<WidgetType>(__VA_ARGS__) <<= WidgetType::FArguments()
#define SAssignNew(Variable, WidgetType) TShimAssignment<WidgetType>{Variable} <<= WidgetType::FArguments()
