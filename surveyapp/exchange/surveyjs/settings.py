"""Which properties of SurveyJS are understood, which only look, and what is said of the others."""

from __future__ import annotations

from collections.abc import Mapping

COMMON = frozenset(
    {"type", "name", "title", "description", "visible", "visibleIf", "isRequired", "requiredIf"}
    | {"showCommentArea", "hasComment", "commentText", "validators", "valueName"}
)
"""What every question may say and what is read of it."""

_CHOICES = frozenset(
    {"choices", "choicesOrder", "choicesVisibleIf", "choicesFromQuestion", "noneText"}
    | {"choicesFromQuestionMode", "showOtherItem", "hasOther", "otherText", "showNoneItem"}
    | {"hasNone", "showRefuseItem", "showDontKnowItem", "dontKnowText"}
)
_MANY = _CHOICES | {"minSelectedChoices", "maxSelectedChoices"}
_RATING = frozenset(
    {"rateMin", "rateMax", "rateStep", "rateValues", "rateCount", "minRateDescription"}
    | {"maxRateDescription", "autoGenerate", "displayMode", "rateDisplayMode"}
)
_GRID = frozenset({"columns", "rows", "choices", "cellType", "rowTitles"})

READ: Mapping[str, frozenset[str]] = {
    "text": frozenset(
        {"inputType", "min", "max", "step", "maxLength", "minValueExpression", "maxValueExpression"}
        | {"maskType"}
    ),
    "comment": frozenset({"maxLength", "rows"}),
    "radiogroup": _CHOICES,
    "dropdown": _CHOICES,
    "buttongroup": _CHOICES,
    "checkbox": _MANY,
    "tagbox": _MANY,
    "imagepicker": _MANY | {"multiSelect"},
    "ranking": _MANY | {"selectToRankEnabled"},
    "boolean": frozenset({"valueTrue", "valueFalse", "labelTrue", "labelFalse", "label"}),
    "rating": _RATING,
    "slider": frozenset({"min", "max", "step", "sliderType"}),
    "matrix": frozenset(
        {"columns", "rows", "cellType", "isAllRowRequired", "eachRowRequired", "rowsOrder"}
        | {"rowsVisibleIf", "columnsVisibleIf"}
    ),
    "matrixdropdown": _GRID | {"rowsVisibleIf", "columnsVisibleIf"},
    "matrixdynamic": _GRID
    | {"rowCount", "minRowCount", "maxRowCount", "allowAddRows", "allowRemoveRows", "addRowText"},
    "paneldynamic": frozenset(
        {"templateElements", "templateTitle", "templateDescription", "panelCount", "minPanelCount"}
        | {"maxPanelCount", "allowAddPanel", "allowRemovePanel", "addPanelText", "panelAddText"}
        | {"panelCountExpression", "keyName", "bindings", "templateVisibleIf"}
    ),
    "multipletext": frozenset({"items"}),
    "expression": frozenset({"expression", "format"}),
    "html": frozenset({"html"}),
    "image": frozenset({"imageLink", "altText", "text"}),
    "panel": frozenset({"elements", "questions"}),
    "flowpanel": frozenset({"elements", "questions", "content"}),
    "page": frozenset(
        {"name", "title", "description", "elements", "questions", "visible", "visibleIf"}
        | {"navigationTitle"}
    ),
    "survey": frozenset(
        {"title", "description", "pages", "elements", "questions", "locale", "completedHtml"}
        | {"calculatedValues", "triggers", "firstPageIsStarted", "firstPageIsStartPage"}
    ),
}
"""What is read of each type beside ``COMMON``."""

Sentence = tuple[str, str]

CHANGED: Mapping[str, Sentence] = {
    "defaultValue": (
        "die Vorgabe steht hier nicht im Feld; Familien antworten selbst",
        "the default does not stand in the field here; families answer themselves",
    ),
    "enableIf": (
        "die Frage kann immer beantwortet werden; in SurveyJS nur, wenn",
        "the question can always be answered; in SurveyJS only if",
    ),
    "requiredErrorText": (
        "der eigene Satz für eine fehlende Antwort ist hier der des Programms",
        "the wording for a missing answer is the product's own",
    ),
    "readOnly": (
        "die Frage kann hier beantwortet werden; in SurveyJS nur gelesen",
        "the question can be answered here; in SurveyJS it is only read",
    ),
    "clearIfInvisible": (
        "Antworten auf verborgene Fragen zählen hier nie",
        "answers to hidden questions never count here",
    ),
    "clearInvisibleValues": (
        "Antworten auf verborgene Fragen zählen hier nie",
        "answers to hidden questions never count here",
    ),
    "hideIfChoicesEmpty": (
        "eine Auswahl ohne sichtbare Antworten wird hier nie gestellt",
        "a choice without visible options is never asked here",
    ),
    "otherErrorText": (
        "der eigene Satz für fehlendes „Sonstiges“ ist hier der des Programms",
        "the wording for a missing “other” is the product's own",
    ),
    "minErrorText": (
        "der eigene Satz für zu kleine Werte ist hier der des Programms",
        "the wording for values that are too small is the product's own",
    ),
    "maxErrorText": (
        "der eigene Satz für zu große Werte ist hier der des Programms",
        "the wording for values that are too large is the product's own",
    ),
    "refuseText": (
        "die Antwort heißt hier „keine Angabe“",
        "the option reads “prefer not to say” here",
    ),
}
"""Properties whose element comes over otherwise; the value is added where it is an expression."""

DROPPED: Mapping[str, Sentence] = {
    "correctAnswer": (
        "eine richtige Antwort gibt es hier nicht",
        "there is no correct answer here",
    ),
    "defaultValueExpression": (
        "die berechnete Vorgabe wird nicht übernommen",
        "the computed default is not taken over",
    ),
    "defaultRowValue": ("die Vorgabe wird nicht übernommen", "the default is not taken over"),
    "defaultPanelValue": ("die Vorgabe wird nicht übernommen", "the default is not taken over"),
    "setValueIf": (
        "Werte werden hier nie von selbst gesetzt",
        "values are never set by themselves here",
    ),
    "setValueExpression": (
        "Werte werden hier nie von selbst gesetzt",
        "values are never set by themselves here",
    ),
    "resetValueIf": (
        "Werte werden hier nie von selbst gelöscht",
        "values are never cleared by themselves here",
    ),
    "choicesByUrl": (
        "die Antworten kommen von einer fremden Adresse; hier wird nie bei Dritten nachgefragt",
        "the choices come from another address; third parties are never asked here",
    ),
    "choicesEnableIf": (
        "Antworten werden hier verborgen oder gezeigt, nicht gesperrt",
        "options are shown or hidden here, never disabled",
    ),
    "showSelectAllItem": ("„Alle auswählen“ gibt es hier nicht", "there is no “select all” here"),
    "hasSelectAll": ("„Alle auswählen“ gibt es hier nicht", "there is no “select all” here"),
    "maxTimeToFinish": ("Zeitgrenzen gibt es hier nicht", "there are no time limits here"),
    "maxTimeToFinishPage": ("Zeitgrenzen gibt es hier nicht", "there are no time limits here"),
    "timeLimit": ("Zeitgrenzen gibt es hier nicht", "there are no time limits here"),
    "timeLimitPerPage": ("Zeitgrenzen gibt es hier nicht", "there are no time limits here"),
    "cookieName": ("Familien bekommen nie ein Cookie", "families never get a cookie"),
    "navigateToUrl": (
        "nach der Umfrage führt kein Weg zu einer fremden Adresse",
        "no way leads to another address after the survey",
    ),
    "navigateToUrlOnCondition": (
        "nach der Umfrage führt kein Weg zu einer fremden Adresse",
        "no way leads to another address after the survey",
    ),
    "completedBeforeHtml": (
        "ob jemand schon geantwortet hat, wird nicht am Gerät gemerkt",
        "whether somebody answered before is not kept on the device",
    ),
    "completedHtmlOnCondition": (
        "der Dank ist für alle derselbe",
        "everybody reads the same thanks",
    ),
    "sendResultOnPageNext": (
        "Antworten werden erst am Ende gesendet",
        "answers are sent at the end only",
    ),
    "questionsOrder": (
        "Fragen stehen in fester Folge; nur Antworten können gemischt werden",
        "questions stand in a fixed order; only options can be shuffled",
    ),
    "questionOrder": (
        "Fragen stehen in fester Folge; nur Antworten können gemischt werden",
        "questions stand in a fixed order; only options can be shuffled",
    ),
    "showTimerPanel": ("Zeitgrenzen gibt es hier nicht", "there are no time limits here"),
    "showTimer": ("Zeitgrenzen gibt es hier nicht", "there are no time limits here"),
    "logo": ("Bilder der Datei werden nicht übernommen", "pictures of the file are not taken over"),
    "backgroundImage": (
        "Bilder der Datei werden nicht übernommen",
        "pictures of the file are not taken over",
    ),
    "detailElements": (
        "Einzelheiten unter einer Zeile gibt es hier nicht",
        "there are no details below a row here",
    ),
    "totalType": ("Summenzeilen gibt es hier nicht", "there are no rows of totals here"),
    "totalExpression": ("Summenzeilen gibt es hier nicht", "there are no rows of totals here"),
    "cells": ("Zellen mit eigenem Text gibt es hier nicht", "cells have no text of their own here"),
    "isUnique": (
        "dass sich Antworten nicht wiederholen, wird nicht geprüft",
        "it is not checked that answers do not repeat",
    ),
    "eachRowUnique": (
        "dass sich Antworten nicht wiederholen, wird nicht geprüft",
        "it is not checked that answers do not repeat",
    ),
    "valuePropertyName": ("die Antworten füllen keine Liste", "the answers do not fill a list"),
}
"""Properties that do not come over, and why."""

LOOKS = frozenset(
    {"width", "minWidth", "maxWidth", "widthMode", "indent", "rightIndent", "innerIndent"}
    | {"startWithNewLine", "colCount", "colSpan", "state", "titleLocation", "descriptionLocation"}
    | {"errorLocation", "hideNumber", "showNumber", "page", "size", "placeholder", "placeHolder"}
    | {"otherPlaceholder", "otherPlaceHolder", "commentPlaceholder", "autocomplete", "autoComplete"}
    | {"renderAs", "useDisplayValuesInTitle", "useDisplayValuesInDynamicTexts", "itemSize"}
    | {"separateSpecialChoices", "storeOthersAsComment", "choicesMin", "choicesMax", "choicesStep"}
    | {
        "searchEnabled",
        "searchMode",
        "allowClear",
        "optionsCaption",
        "closeOnSelect",
        "hideSelectedItems",
    }
    | {"dataList", "textUpdateMode", "autoGrow", "allowResize", "cols", "acceptCarriageReturn"}
    | {"rateType", "scaleMode", "rateColorMode", "displayRateDescriptionsAsExtremeItems"}
    | {"showLabel", "showLabels", "imageFit", "contentMode", "imageHeight", "imageWidth"}
    | {"minImageWidth", "maxImageWidth", "minImageHeight", "maxImageHeight", "fit"}
    | {"showHeader", "verticalAlign", "alternateRows", "columnMinWidth", "rowTitleWidth"}
    | {"hideIfRowsEmpty", "transposeData", "columnLayout", "columnColCount", "horizontalScroll"}
    | {"displayMode", "displayStyle", "currency", "minimumFractionDigits", "maximumFractionDigits"}
    | {"useGrouping", "precision", "swapOrder", "itemTitleWidth", "itemErrorLocation"}
    | {"renderMode", "showRangeInProgress", "showProgressBar", "progressBarLocation", "panelsState"}
    | {"showQuestionNumbers", "questionStartIndex", "questionTitleLocation", "questionTitleWidth"}
    | {"questionErrorLocation", "questionDescriptionLocation", "questionTitlePattern"}
    | {"questionTitleTemplate", "templateTitleLocation", "templateQuestionTitleLocation"}
    | {"templateErrorLocation", "templateTabTitle", "newPanelPosition", "tabAlign", "confirmDelete"}
    | {"confirmDeleteText", "removePanelText", "panelRemoveText", "prevPanelText", "panelPrevText"}
    | {"nextPanelText", "panelNextText", "removePanelButtonLocation", "panelRemoveButtonLocation"}
    | {"noEntriesText", "keyDuplicationError", "removeRowText", "addRowLocation", "noRowsText"}
    | {"emptyRowsText", "hideColumnsIfEmpty", "allowRowsDragAndDrop", "allowRowReorder"}
    | {"copyDefaultValueFromLastEntry", "defaultValueFromLastPanel", "defaultValueFromLastRow"}
    | {"detailPanelMode", "detailPanelShowOnAdding", "copyDefaultValueFromLastRow", "errorsMode"}
    | {"selectToRankAreasLayout", "selectToRankSwapAreas", "selectToRankEmptyRankedAreaText"}
    | {"selectToRankEmptyUnrankedAreaText", "longTap", "multiline", "id", "tag", "cssClasses"}
    | {"isResponsive", "minRateDescriptionLocation", "valueTrueText", "showValue", "tooltip"}
    | {"tooltipVisibility", "tooltipFormat", "labelCount", "labelFormat", "customLabels"}
    | {"autoGenerateLabels", "allowDragDrop", "allowSwap", "segmentCount", "showMinMax"}
    | {"maskSettings", "inputMask", "inputFormat", "prefix", "suffix", "formatting"}
    | {"gridLayoutColumns", "gridLayoutEnabled", "titleWidth", "selectAllText", "effectiveColSpan"}
    # of pages and the survey
    | {"showTitle", "showPageTitles", "showPageNumbers", "pagePrevText", "pageNextText"}
    | {"completeText", "previewText", "editText", "startSurveyText", "startButtonText"}
    | {"showNavigationButtons", "showPrevButton", "showCompletedPage", "showCompletePage"}
    | {"navigationButtonsVisibility", "showPreviewBeforeComplete", "previewMode"}
    | {"questionsOnPageMode", "progressBarType", "progressBarShowPageTitles"}
    | {"progressBarShowPageNumbers", "progressBarInheritWidthFrom", "showTOC", "tocLocation"}
    | {"goNextPageAutomatic", "autoAdvanceEnabled", "autoAdvanceAllowComplete", "loadingHtml"}
    | {"allowCompleteSurveyAutomatic", "focusFirstQuestionAutomatic", "autoFocusFirstQuestion"}
    | {"focusOnFirstError", "autoFocusFirstError", "checkErrorsMode", "validationEnabled"}
    | {"requiredText", "requiredMark", "mode", "logoPosition", "logoWidth", "logoHeight", "logoFit"}
    | {"fitToContainer", "headerView", "backgroundOpacity", "maxTextLength", "maxOthersLength"}
    | {"maxCommentLength", "matrixDragHandleArea", "calculatedValuesMode", "navigationDescription"}
    | {"emptySurveyHtml", "emptySurvey", "surveyId", "surveyPostId", "clientId", "header"}
    | {"surveyShowDataSaving", "ignoreValidation", "allowShowEmptyDescriptionInDesignMode"}
    | {"navigationButtonsLocation", "showBrandInfo", "lazyRendering", "lazyRenderEnabled"}
    | {"sjsVersion", "themeVariables", "theme", "cssVariables", "validationAllowSwitchPages"}
    | {"validationAllowComplete", "partialSendEnabled", "storePartial", "keepIncorrectValues"}
    | {"textUpdateMode", "maxRowCountText", "keyDuplicationErrorText", "timerInfoMode", "quizMode"}
    | {"showTimerPanelMode", "processedTitle", "isSinglePage", "width", "includeIntoResult"}
    | {"completedBeforeText", "savingText", "passed", "commentAreaRows", "autoGrowComment"}
    | {"allowResizeComment", "showPreview", "minPanelWidth", "score", "questionPrefix"}
)
"""Properties of look and running that mean nothing here; they are named together."""
